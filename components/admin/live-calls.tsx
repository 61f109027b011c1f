'use client';

import { Phone, PhoneOff, Video } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl';

import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { ListSkeleton } from '@/components/ui/list-skeleton';
import { ProblemState } from '@/components/ui/problem-state';
import type { LiveCall } from '@/lib/platform/admin';
import { useLiveCalls } from '@/lib/web/hooks/admin';
import styles from './admin.module.css';

/** The rooms that are open now, with who is in them and who is being rung. */
export function LiveCalls() {
  const t = useTranslations('admin.calls');
  const calls = useLiveCalls();
  if (calls.isPending) return <ListSkeleton rows={3} />;
  if (calls.isError && !calls.data) {
    return (
      <ProblemState
        title={t('failedTitle')}
        error={calls.error}
        onRetry={() => void calls.refetch()}
      />
    );
  }
  if (calls.data.length === 0) {
    return (
      <EmptyState icon={<PhoneOff size={28} />} title={t('emptyTitle')}>
        {t('emptyText')}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.list}>
      {calls.data.map((call) => (
        <LiveCallCard key={call.room} call={call} />
      ))}
    </ul>
  );
}

function LiveCallCard({ call }: { readonly call: LiveCall }) {
  const t = useTranslations('admin.calls');
  const format = useFormatter();
  const Icon = call.call_type === 'video' ? Video : Phone;
  const since = format.dateTime(new Date(call.since), { hour: 'numeric', minute: '2-digit' });
  return (
    <li className={styles.call}>
      <div className={styles.callHead}>
        <Icon aria-hidden="true" size={18} />
        <h3 className={styles.callKind}>{t(call.kind === 'gateway' ? 'gateway' : 'conference')}</h3>
        <time dateTime={call.since}>{t('since', { time: since })}</time>
      </div>
      <ul className={styles.people}>
        {call.participants.map(({ uuid, display_name: name, uri, connected }) => (
          <li key={uuid} className={styles.person}>
            <Avatar size="small" address={uri} name={name} />
            <span className={styles.personName}>{name}</span>
            {!connected && <Badge tone="warning">{t('away')}</Badge>}
          </li>
        ))}
        {call.ringing.map(({ address, display_name: name }) => (
          <li key={address} className={styles.person}>
            <Avatar size="small" address={address} name={name} />
            <span className={styles.personName}>{t('ringing', { name })}</span>
          </li>
        ))}
      </ul>
      {call.participants.length + call.ringing.length === 0 && <p>{t('nobody')}</p>}
    </li>
  );
}
