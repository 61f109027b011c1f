'use client';

import clsx from 'clsx';
import { Lock, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { Spinner } from '@/components/ui/spinner';
import { useElapsed } from '@/lib/web/hooks/calls';
import type { CallView } from '@/lib/web/call/view';
import { Clock } from './clock';
import { nameOf } from './scene';
import styles from './stage-head.module.css';
import { tellHead } from './stage-room';

/** Who it is, for how long, and how the connection does when there is something to say of it. */
export function StageHead({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.stage');
  const tMeeting = useTranslations('call.meeting');
  const since = call.phase.phase === 'connected' ? call.phase.since : null;
  const elapsed = useElapsed(since);
  const poor = call.remotes.some((remote) => remote.quality === 'poor');
  return (
    <div ref={tellHead} className={styles.head}>
      <p className={clsx(styles.chip, styles.passing)}>
        <span className={styles.name}>{nameOf(call.peer)}</span>
        {since === null ? (
          <span className={styles.state}>
            <Spinner />
            {t('connecting')}
          </span>
        ) : (
          <span className={styles.time}>
            <Clock seconds={elapsed} label={t('elapsed')} />
          </span>
        )}
      </p>
      {call.meeting.locked && (
        <p className={clsx(styles.chip, styles.passing)}>
          <Lock aria-hidden="true" size={16} />
          {tMeeting('locked')}
        </p>
      )}
      {poor && !call.reconnecting && (
        <p data-stays className={styles.poor}>
          <TriangleAlert aria-hidden="true" size={16} />
          {t('poor')}
        </p>
      )}
      {call.invited
        .filter(({ state }) => state !== 'final')
        .map((invited) => (
          <p key={invited.invitation} data-stays className={styles.chip}>
            <Spinner />
            {t('invited', { state: invited.state, name: nameOf(invited) })}
          </p>
        ))}
    </div>
  );
}
