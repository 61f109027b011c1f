'use client';

import { useTranslations } from 'use-intl';

import type { RingingCall } from '@/lib/web/call/view';
import { IncomingCall } from './incoming-call';
import styles from './rings.module.css';
import { useWide } from './wide';

/** Whatever rings: over the whole of a phone, or as cards where something else is to be seen as well. */
export function Rings({
  ringing,
  inCall,
}: {
  readonly ringing: readonly RingingCall[];
  readonly inCall: boolean;
}) {
  const t = useTranslations('call.incoming');
  const wide = useWide();
  const [first, ...more] = ringing;
  if (!first) return null;
  if (!wide && !inCall && more.length === 0) {
    return <IncomingCall key={first.invitation} ringing={first} place="screen" inCall={false} />;
  }
  return (
    <section aria-label={t('calls')} className={styles.cards}>
      {ringing.map((each) => (
        <IncomingCall key={each.invitation} ringing={each} place="card" inCall={inCall} />
      ))}
    </section>
  );
}
