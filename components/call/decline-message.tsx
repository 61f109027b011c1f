'use client';

import { ArrowLeft, Send } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';

import { TextInputWithButton } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { useCallClient } from '@/lib/web/hooks/calls';
import type { RingingCall } from '@/lib/web/call/view';
import { rejectMessageLength } from '@/lib/platform/calling';
import { useTellOutcome } from './intents';
import { nameOf } from './scene';
import styles from './decline-message.module.css';

const ready = ['later', 'meeting', 'write'] as const;

/** A rejection with a word: a ready one with one tap, or one's own. */
export function DeclineMessage({
  ringing,
  onBack,
}: {
  readonly ringing: RingingCall;
  readonly onBack: () => void;
}) {
  const t = useTranslations('call.decline');
  const tCommon = useTranslations('common');
  const client = useCallClient();
  const tell = useTellOutcome();
  const [own, setOwn] = useState('');
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    back.current?.focus();
  }, []);
  const decline = (message: string) =>
    void tell(client.decline(ringing.invitation, message), nameOf(ringing.from));
  return (
    <div
      role="group"
      aria-label={t('title')}
      className={styles.messages}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onBack();
      }}
    >
      <div className={styles.head}>
        <IconButton ref={back} label={tCommon('back')} onClick={onBack}>
          <ArrowLeft aria-hidden="true" size={20} />
        </IconButton>
        <p className={styles.title}>{t('title')}</p>
      </div>
      {ready.map((id) => (
        <button
          key={id}
          type="button"
          className={styles.ready}
          onClick={() => decline(t(`ready.${id}`))}
        >
          {t(`ready.${id}`)}
        </button>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (own.trim()) decline(own.trim());
        }}
      >
        <TextInputWithButton
          aria-label={t('own')}
          placeholder={t('own')}
          value={own}
          maxLength={rejectMessageLength}
          enterKeyHint="send"
          autoComplete="off"
          onChange={(event) => setOwn(event.target.value)}
          button={
            <IconButton
              label={t('send')}
              kind="accent"
              disabled={!own.trim()}
              onClick={() => decline(own.trim())}
            >
              <Send aria-hidden="true" size={20} />
            </IconButton>
          }
        />
      </form>
    </div>
  );
}
