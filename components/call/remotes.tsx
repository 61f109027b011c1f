'use client';

import clsx from 'clsx';
import { Users } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { Avatar } from '@/components/ui/avatar';
import type { CallView } from '@/lib/web/call/view';
import { Picture } from './picture';
import { RemoteTile } from './remote-tile';
import styles from './remotes.module.css';
import { nameOf } from './scene';

/** The other side: it fills the stage; several share it. */
export function Remotes({ call, ownTile }: { readonly call: CallView; readonly ownTile: boolean }) {
  const [only] = call.remotes;
  if (!only) return <Nobody call={call} />;
  if (call.remotes.length === 1)
    return <RemoteTile remote={only} as="alone" callType={call.callType} />;
  const count = call.remotes.length + (ownTile ? 1 : 0);
  return (
    <div className={clsx(styles.grid, count > 4 && styles.many)} data-count={Math.min(count, 4)}>
      {call.remotes.map((remote) => (
        <RemoteTile key={remote.uuid} remote={remote} as="tile" callType={call.callType} />
      ))}
      {ownTile && <OwnTile call={call} />}
    </div>
  );
}

function OwnTile({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.stage');
  const { own } = call;
  return (
    <div className={styles.ownTile}>
      {own.preview && own.camera.on ? (
        <Picture stream={own.preview} label={t('you')} mirrored={own.facing === 'user'} fills />
      ) : (
        <Avatar address={call.key} name={t('you')} size="large" />
      )}
      <p className={styles.ownLabel}>{t('you')}</p>
    </div>
  );
}

/** Before the other side is there: connecting, or a meeting with nobody else in it. */
function Nobody({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.stage');
  const name = nameOf(call.peer);
  if (call.kind === 'gateway' || call.phase.phase === 'connecting') {
    return (
      <div className={styles.nobody}>
        <Avatar address={call.peer.address} name={name} size="call" />
        <p className={styles.name}>{name}</p>
      </div>
    );
  }
  return (
    <div className={styles.nobody}>
      <span className={styles.alone}>
        <Users aria-hidden="true" size={40} />
      </span>
      <p className={styles.name}>{t('alone')}</p>
      <p className={styles.text}>{t('aloneText')}</p>
    </div>
  );
}
