'use client';

import { useTranslations } from 'use-intl';

import { ListSkeleton } from '@/components/ui/list-skeleton';
import { ProblemState } from '@/components/ui/problem-state';
import type { RoomEntry } from '@/lib/platform/own';
import { useMeetings } from '@/lib/web/hooks/meetings';
import { JoinButtons } from './call-buttons';
import styles from './lists.module.css';
import { DetailText, HomeRow } from './row';

/** One's own meetings; there is always the personal one. */
export function Meetings({ open }: { readonly open: string | null }) {
  const t = useTranslations('home.meetings');
  const meetings = useMeetings();
  const nameOf = ({ personal, name }: RoomEntry) => (personal ? t('personal') : name);
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
  return (
    <ul>
      {meetings.data.map((meeting) => (
        <HomeRow
          key={meeting.address}
          address={meeting.address}
          name={nameOf(meeting)}
          detail={
            <DetailText>
              {meeting.sipkey} · {meeting.address}
            </DetailText>
          }
          place={{ list: 'meetings', address: meeting.address }}
          open={meeting.address === open}
          actions={<JoinButtons address={meeting.address} name={nameOf(meeting)} />}
        />
      ))}
    </ul>
  );
}
