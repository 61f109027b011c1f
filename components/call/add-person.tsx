'use client';

import { PhoneOutgoing, UserPlus } from 'lucide-react';
import { useDeferredValue, useId, useState } from 'react';
import { useTranslations } from 'use-intl';

import { Avatar } from '@/components/ui/avatar';
import { TextInput } from '@/components/ui/field';
import { useCallClient } from '@/lib/web/hooks/calls';
import { usePeople } from '@/lib/web/hooks/people';
import type { CallView } from '@/lib/web/call/view';
import { useTellInvitation } from './intents';
import styles from './people-panel.module.css';

/** Finds somebody and rings them into the call. */
export function AddPerson({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.people');
  const field = useId();
  const client = useCallClient();
  const tell = useTellInvitation();
  const [text, setText] = useState('');
  const query = useDeferredValue(text.trim());
  const found = usePeople(query, 8);
  const present = new Set(
    [...call.remotes, ...call.invited, ...call.meeting.waiting].map(({ address }) => address),
  );
  const people = (found.data ?? []).filter(({ address }) => !present.has(address));
  const ring = async (destination: string, name: string) => {
    if (await tell(client.invite(call.key, destination), name)) setText('');
  };
  return (
    <section className={styles.add}>
      <label htmlFor={field} className={styles.addTitle}>
        <UserPlus aria-hidden="true" size={20} />
        {t('add')}
      </label>
      {call.kind === 'gateway' && <p className={styles.hint}>{t('grows')}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim()) void ring(text.trim(), text.trim());
        }}
      >
        <TextInput
          id={field}
          type="text"
          inputMode="email"
          autoCapitalize="off"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="go"
          placeholder={t('addHint')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      <ul className={styles.list}>
        {people.map((person) => (
          <li key={person.address}>
            <button
              type="button"
              aria-label={t('ring', { name: person.display_name })}
              className={styles.found}
              onClick={() => void ring(person.address, person.display_name)}
            >
              <Avatar address={person.address} name={person.display_name} size="small" />
              <span className={styles.words}>
                <span className={styles.name}>{person.display_name}</span>
                <span className={styles.state}>{person.address}</span>
              </span>
              <PhoneOutgoing aria-hidden="true" size={18} />
            </button>
          </li>
        ))}
        {query && (
          <li>
            <button type="button" className={styles.found} onClick={() => void ring(query, query)}>
              <PhoneOutgoing aria-hidden="true" size={18} />
              <span className={styles.words}>{t('ringAddress', { address: query })}</span>
            </button>
          </li>
        )}
      </ul>
      {query && people.length === 0 && !found.isPending && (
        <p role="status" className={styles.hint}>
          {found.isError ? t('unreachable') : t('noResult')}
        </p>
      )}
    </section>
  );
}
