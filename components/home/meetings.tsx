'use client';

import { useTranslations } from 'use-intl';

import type { List } from '@/components/navigation/place';
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
        <MeetingRow
          key={meeting.address}
          meeting={meeting}
          list="meetings"
          open={meeting.address === open}
        />
      ))}
    </ul>
  );
}

/** A meeting to open or to join. */
export function MeetingRow({
  meeting,
  list,
  open,
}: {
  readonly meeting: RoomEntry;
  readonly list: List;
  readonly open: boolean;
}) {
  const { address, sipkey } = meeting;
  const name = useMeetingName()(meeting);
  return (
    <HomeRow
      address={address}
      name={name}
      detail={
        <DetailText>
          {sipkey} · {address}
        </DetailText>
      }
      place={{ list, address }}
      open={open}
      actions={<JoinButtons address={address} name={name} />}
    />
  );
}

/** What one's own meeting is called; the personal one has the name of its owner, which says nothing to them. */
export function useMeetingName(): (meeting: RoomEntry) => string {
  const t = useTranslations('home.meetings');
  return ({ personal, name }) => (personal ? t('personal') : name);
}
