'use client';

import { History } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { Badge } from '@/components/ui/badge';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ListSkeleton } from '@/components/ui/list-skeleton';
import { ProblemState } from '@/components/ui/problem-state';
import { useProblemText } from '@/components/ui/problem-words';
import type { FinishedCall } from '@/lib/platform/admin';
import { useFinishedCalls } from '@/lib/web/hooks/admin';
import styles from './admin.module.css';
import { CallRecordDialog } from './call-record-dialog';
import { verdictOf, verdictTones } from './leg-words';
import { usePushTimes } from './push-time';
import pushStyles from './pushes.module.css';

/** Calls that are over, the newest first; each opens the record of its quality. */
export function FinishedCalls() {
  const t = useTranslations('admin.calls.finished');
  const problemText = useProblemText();
  const [opened, setOpened] = useState<FinishedCall | null>(null);
  const finished = useFinishedCalls();
  const calls = finished.data?.pages.flatMap((page) => page.calls) ?? [];
  return (
    <>
      {finished.isPending && <ListSkeleton rows={6} />}
      {finished.isError && !finished.data && (
        <ProblemState
          title={t('failedTitle')}
          error={finished.error}
          onRetry={() => void finished.refetch()}
        />
      )}
      {finished.data && calls.length === 0 && (
        <EmptyState icon={<History size={28} />} title={t('emptyTitle')}>
          {t('emptyText')}
        </EmptyState>
      )}
      {calls.length > 0 && <CallTable calls={calls} onOpen={setOpened} />}
      {finished.isFetchNextPageError && (
        <Banner tone="warning" title={t('failedMore')}>
          {problemText(finished.error)}
        </Banner>
      )}
      {finished.hasNextPage && (
        <div className={styles.more}>
          <Button busy={finished.isFetchingNextPage} onClick={() => void finished.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
      {opened && <CallRecordDialog call={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

function CallTable({
  calls,
  onOpen,
}: {
  readonly calls: readonly FinishedCall[];
  readonly onOpen: (call: FinishedCall) => void;
}) {
  const t = useTranslations('admin.calls.finished.column');
  return (
    <div className={styles.card}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('call')}</th>
            <th scope="col">{t('quality')}</th>
            <th scope="col">{t('duration')}</th>
            <th scope="col">{t('placed')}</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <CallRow key={call.room} call={call} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CallRow({
  call,
  onOpen,
}: {
  readonly call: FinishedCall;
  readonly onOpen: (call: FinishedCall) => void;
}) {
  const t = useTranslations('admin.calls');
  const { short, span } = usePushTimes();
  const names = { from: call.from.display_name, to: call.to.display_name };
  const verdict = verdictOf(call);
  const duration = durationOf(call);
  const moment = <time dateTime={call.placed}>{short(call.placed)}</time>;
  return (
    <tr>
      <td>
        <button
          type="button"
          className={styles.open}
          aria-label={t('finished.open', names)}
          onClick={() => onOpen(call)}
        >
          <span className={styles.name}>{t('finished.pair', names)}</span>
          <span className={styles.address}>
            {t(call.kind === 'gateway' ? 'gateway' : 'conference')} · {t(`outcome.${call.outcome}`)}
          </span>
          <span className={pushStyles.narrowOnly}>{moment}</span>
        </button>
      </td>
      <td className={styles.stateCell}>
        <Badge tone={verdictTones[verdict]}>{t(`verdict.${verdict}`)}</Badge>
      </td>
      <td className={styles.number}>{duration === null ? '–' : span(duration)}</td>
      <td className={styles.number}>{moment}</td>
    </tr>
  );
}

/** From the answer to the end, ms; null: nobody answered. */
function durationOf({ answered, ended }: FinishedCall): number | null {
  return answered && ended ? Math.max(0, Date.parse(ended) - Date.parse(answered)) : null;
}
