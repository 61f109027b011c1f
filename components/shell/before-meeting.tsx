'use client';

import { useTranslations } from 'use-intl';

import { useMeetingOfLink } from '@/components/call/meeting-link';
import { useTicketLink } from '@/components/call/ticket-store';
import { Spinner } from '@/components/ui/spinner';
import { useSession } from '@/lib/web/hooks/page';
import { useFocusAfterCalls } from './focus-after-calls';
import styles from './shell.module.css';
import { Unreachable } from './unreachable';

/** By a meeting's link, while nobody knows who is here: that it is asked for, or that nobody answers. */
export function BeforeMeeting() {
  const t = useTranslations('call.guest');
  const ticket = useTicketLink();
  const meeting = useMeetingOfLink();
  const { status } = useSession();
  useFocusAfterCalls();
  if (ticket || !meeting) return null;
  if (status === 'unreachable') return <Unreachable />;
  if (status !== 'unknown') return null;
  return (
    <main className={styles.alone}>
      <p role="status" className={styles.soon}>
        <Spinner />
        {t('looking')}
      </p>
    </main>
  );
}
