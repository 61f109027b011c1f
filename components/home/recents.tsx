'use client';

import {
  Clock,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  PhoneOutgoing,
  Phone,
  Video,
} from 'lucide-react';
import { useEffect } from 'react';
import { useFormatter, useNow, useTranslations } from 'use-intl';

import { useMe } from '@/components/shell/me';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { EmptyState } from '@/components/ui/empty-state';
import { IconButton } from '@/components/ui/icon-button';
import { ListSkeleton } from '@/components/ui/list-skeleton';
import { ProblemState } from '@/components/ui/problem-state';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import type { CallEntry } from '@/lib/platform/own';
import { useHistory, useMarkCallsSeen } from '@/lib/web/hooks/history';
import { useIdle } from '@/lib/web/hooks/idle';
import { usePageHidden } from '@/lib/web/hooks/visibility';
import { useCallWords } from './call-words';
import styles from './lists.module.css';
import { usePlaceCall } from './place-call';
import { dayKey, groupRecents, isMissed, type RecentLine } from './recent-groups';
import { DetailText, HomeRow } from './row';
import { useUnseenCalls } from './unseen';

/** How long after the last sign of life nobody is taken to look at the list, ms. */
const attention = 60_000;

/** The calls of the account, newest first; looking at them marks missed ones as seen. */
export function Recents({
  open,
  onFind,
}: {
  readonly open: string | null;
  readonly onFind: () => void;
}) {
  const t = useTranslations('home.recents');
  const history = useHistory();
  useSeen();
  if (history.isPending) {
    return (
      <div className={styles.skeleton}>
        <ListSkeleton rows={7} />
      </div>
    );
  }
  if (history.isError && !history.data) {
    return (
      <ProblemState
        title={t('failedTitle')}
        error={history.error}
        onRetry={() => void history.refetch()}
      />
    );
  }
  const calls = history.data.pages.flatMap((page) => page.calls);
  if (calls.length === 0) return <NoCalls onFind={onFind} />;
  return (
    <>
      {groupRecents(calls).map((day) => (
        <section key={day.key} className={styles.section}>
          <h2 className={styles.heading}>
            <DayWords day={day.day} />
          </h2>
          <ul>
            {day.lines.map((line) => (
              <RecentRow key={line.key} line={line} open={line.call.peer.address === open} />
            ))}
          </ul>
        </section>
      ))}
      {history.hasNextPage && (
        <div className={styles.more}>
          <Button
            kind="quiet"
            busy={history.isFetchingNextPage}
            onClick={() => void history.fetchNextPage()}
          >
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
}

function useSeen(): void {
  const unseen = useUnseenCalls();
  const hidden = usePageHidden();
  const away = useIdle(attention, !hidden);
  const { mutate, isPending } = useMarkCallsSeen();
  const looking = unseen > 0 && !hidden && !away && !isPending;
  useEffect(() => {
    if (looking) mutate();
  }, [looking, mutate]);
}

function NoCalls({ onFind }: { readonly onFind: () => void }) {
  const t = useTranslations('home');
  const me = useMe();
  return (
    <EmptyState
      icon={<Clock size={28} />}
      title={t('recents.emptyTitle')}
      actions={
        <>
          <Button kind="primary" onClick={onFind}>
            {t('recents.emptyAction')}
          </Button>
          <CopyButton text={me.address} label={t('person.copyAddress')} words={me.address} />
        </>
      }
    >
      {t('recents.emptyText')}
    </EmptyState>
  );
}

function DayWords({ day }: { readonly day: Date }) {
  const t = useTranslations('home.recents');
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  const key = dayKey(day);
  if (key === dayKey(now)) return t('today');
  if (key === dayKey(yesterday)) return t('yesterday');
  const sameYear = day.getFullYear() === now.getFullYear();
  return format.dateTime(day, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(!sameYear && { year: 'numeric' }),
  });
}

function RecentRow({ line, open }: { readonly line: RecentLine; readonly open: boolean }) {
  const t = useTranslations('home');
  const format = useFormatter();
  const words = useCallWords();
  const place = usePlaceCall();
  const { call, count } = line;
  const name = call.peer.display_name || call.peer.address;
  const video = call.call_type === 'video';
  return (
    <HomeRow
      address={call.peer.address}
      name={name}
      nameSuffix={
        count > 1 && (
          <>
            <span aria-hidden="true">{t('recents.times', { count })}</span>
            <VisuallyHidden>{t('recents.timesSpoken', { count })}</VisuallyHidden>
          </>
        )
      }
      detail={
        <>
          <CallIcon call={call} />
          <DetailText>{words(call)}</DetailText>
        </>
      }
      time={
        <time dateTime={call.placed}>
          {format.dateTime(new Date(call.placed), { hour: 'numeric', minute: '2-digit' })}
        </time>
      }
      missed={isMissed(call)}
      place={{ list: 'recents', address: call.peer.address }}
      open={open}
      actions={
        <IconButton
          kind="accent"
          label={t(video ? 'call.videoAgain' : 'call.again', { name })}
          onClick={() =>
            place({ channel: call.peer.address, callType: call.call_type, displayName: name })
          }
        >
          {video ? <Video aria-hidden="true" size={21} /> : <Phone aria-hidden="true" size={20} />}
        </IconButton>
      }
    />
  );
}

/** Direction and outcome of a call as a picture; the words beside it say the same. */
export function CallIcon({ call }: { readonly call: CallEntry }) {
  const attributes = { 'aria-hidden': true, size: 15 } as const;
  if (isMissed(call)) return <PhoneMissed {...attributes} className={styles.missedIcon} />;
  if (call.outcome === 'answered' || call.outcome === 'ringing') {
    return call.direction === 'incoming' ? (
      <PhoneIncoming {...attributes} />
    ) : (
      <PhoneOutgoing {...attributes} />
    );
  }
  return call.direction === 'outgoing' ? (
    <PhoneOutgoing {...attributes} />
  ) : (
    <PhoneOff {...attributes} />
  );
}
