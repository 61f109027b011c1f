'use client';

import { Hand, MicOff, Pause, PhoneOutgoing, UserPlus } from 'lucide-react';
import { useDeferredValue, useId, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';

import { Avatar } from '@/components/ui/avatar';
import { TextInput } from '@/components/ui/field';
import { useCallClient } from '@/lib/web/hooks/calls';
import { usePeople } from '@/lib/web/hooks/people';
import { useSession } from '@/lib/web/hooks/page';
import { QueryProvider } from '@/lib/web/hooks/query-provider';
import type { CallView, RemoteView } from '@/lib/web/call/view';
import { useTellInvitation } from './intents';
import styles from './people-panel.module.css';
import { isMuted, isSpeaking } from './remote-tile';
import { nameOf } from './scene';

/** Who is in the call and who is being rung into it; and more to ring. */
export function PeoplePanel({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.people');
  const session = useSession();
  const me = session.status === 'signed-in' ? session.me : null;
  return (
    <div className={styles.people}>
      <ul className={styles.list}>
        {me && (
          <Person
            name={me.display_name}
            label={t('me', { name: me.display_name })}
            address={me.address}
            state={call.role === 'HOST' && call.kind === 'conference' ? t('host') : null}
            icon={!call.own.microphone.on && <MicOff aria-label={t('mutedState')} size={18} />}
          />
        )}
        {call.remotes.map((remote) => (
          <RemotePerson key={remote.uuid} remote={remote} />
        ))}
        {call.invited.map((invited) => (
          <Person
            key={invited.invitation}
            name={nameOf(invited)}
            address={invited.address}
            state={t(`ringing.${invited.state}`)}
            icon={<PhoneOutgoing aria-hidden="true" size={18} />}
          />
        ))}
      </ul>
      {me && (
        // The page of a ticket looks nothing up before somebody is added: what that takes comes here.
        <QueryProvider>
          <AddPerson call={call} />
        </QueryProvider>
      )}
    </div>
  );
}

function RemotePerson({ remote }: { readonly remote: RemoteView }) {
  const t = useTranslations('call.people');
  return (
    <Person
      name={nameOf(remote)}
      address={remote.address}
      state={stateOf(remote, t)}
      icon={
        <>
          {remote.handSince !== null && <Hand aria-hidden="true" size={18} />}
          {remote.state.hold && <Pause aria-hidden="true" size={18} />}
          {isMuted(remote) && <MicOff aria-label={t('mutedState')} size={18} />}
        </>
      }
    />
  );
}

function stateOf(
  remote: RemoteView,
  t: ReturnType<typeof useTranslations<'call.people'>>,
): string | null {
  if (!remote.connected) return t('away');
  if (remote.state.hold) return t('onHold');
  if (remote.state.paused) return t('inBackground');
  return isSpeaking(remote) ? t('speaking') : null;
}

function Person({
  name,
  label = name,
  address,
  state,
  icon,
}: {
  readonly name: string;
  readonly label?: string;
  readonly address: string;
  readonly state: string | null;
  readonly icon: ReactNode;
}) {
  return (
    <li className={styles.person}>
      <Avatar address={address} name={name} size="small" />
      <span className={styles.words}>
        <span className={styles.name}>{label}</span>
        {state && <span className={styles.state}>{state}</span>}
      </span>
      {icon}
    </li>
  );
}

function AddPerson({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.people');
  const field = useId();
  const client = useCallClient();
  const tell = useTellInvitation();
  const [text, setText] = useState('');
  const query = useDeferredValue(text.trim());
  const found = usePeople(query, 8);
  const present = new Set([...call.remotes, ...call.invited].map(({ address }) => address));
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
