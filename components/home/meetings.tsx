'use client';

import { Video } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { EmptyState } from '@/components/ui/empty-state';
import { ListSkeleton } from '@/components/ui/list-skeleton';
import { ProblemState } from '@/components/ui/problem-state';
import { useMeetings } from '@/lib/web/hooks/meetings';
import { CallButtons } from './call-buttons';
import styles from './lists.module.css';
import { NewMeetingButton } from './new-meeting';
import { DetailText, HomeRow } from './row';

/** One's own meetings. */
export function Meetings({ open }: { readonly open: string | null }) {
  const t = useTranslations('home.meetings');
  const meetings = useMeetings();
  if (meetings.isPending) {
    return (
      <div className={styles.skeleton}>
        <ListSkeleton rows={3} />
      </div>
    );
  }
  if (meetings.isError) {
    return (
      <ProblemState
        title={t('failedTitle')}
        error={meetings.error}
        onRetry={() => void meetings.refetch()}
      />
    );
  }
  if (meetings.data.length === 0) {
    return (
      <EmptyState icon={<Video size={28} />} title={t('emptyTitle')} actions={<NewMeetingButton />}>
        {t('emptyText')}
      </EmptyState>
    );
  }
  return (
    <ul>
      {meetings.data.map((meeting) => (
        <HomeRow
          key={meeting.address}
          address={meeting.address}
          name={meeting.name}
          detail={
            <DetailText>
              {meeting.sipkey} · {meeting.address}
            </DetailText>
          }
          place={{ list: 'meetings', address: meeting.address }}
          open={meeting.address === open}
          actions={<CallButtons address={meeting.address} name={meeting.name} />}
        />
      ))}
    </ul>
  );
}
