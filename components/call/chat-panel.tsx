'use client';

import clsx from 'clsx';
import { Send } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';

import { TextInputWithButton } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { notify } from '@/components/ui/notices';
import { useCallClient } from '@/lib/web/hooks/calls';
import type { CallView } from '@/lib/web/call/view';
import styles from './chat-panel.module.css';

/** The longest message of a room, in characters (platform-api.md, section 4: `message`). */
const longest = 4000;

/** What people in this call write to each other; it lasts as long as the call. */
export function ChatPanel({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.chat');
  const client = useCallClient();
  const format = useFormatter();
  const [text, setText] = useState('');
  const end = useRef<HTMLLIElement>(null);
  const { messages } = call;
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [messages.length]);

  const send = async () => {
    const message = text.trim();
    if (!message) return;
    setText('');
    const sent = await client.sendMessage(call.key, message);
    if (sent.ok) return;
    // What was not sent is not lost.
    setText((now) => now || message);
    notify({ tone: 'bad', text: t('notSent') });
  };
  return (
    <>
      <ol aria-label={t('title')} tabIndex={0} className={styles.messages}>
        {messages.length === 0 && <li className={styles.empty}>{t('empty')}</li>}
        {messages.map((message, index) => (
          <li
            // A chat only grows: the place of a message is its own for good.
            key={index}
            ref={index === messages.length - 1 ? end : undefined}
            className={clsx(styles.message, message.mine && styles.mine)}
          >
            <span className={styles.by}>
              {!message.mine && <span className={styles.from}>{message.from}</span>}
              <time dateTime={new Date(message.at).toISOString()}>
                {format.dateTime(message.at, { hour: '2-digit', minute: '2-digit' })}
              </time>
            </span>
            <span className={styles.text}>{message.text}</span>
          </li>
        ))}
      </ol>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TextInputWithButton
          aria-label={t('write')}
          placeholder={t('write')}
          value={text}
          maxLength={longest}
          enterKeyHint="send"
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          button={
            <IconButton
              label={t('send')}
              kind="accent"
              disabled={!text.trim()}
              onClick={() => void send()}
            >
              <Send aria-hidden="true" size={20} />
            </IconButton>
          }
        />
      </form>
    </>
  );
}
