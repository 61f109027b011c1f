'use client';

import { ScrollText, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { goToFragment } from '@/components/navigation/fragment';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ListSkeleton } from '@/components/ui/list-skeleton';
import { ProblemState } from '@/components/ui/problem-state';
import { useProblemText } from '@/components/ui/problem-words';
import type { PushEntry, PushState } from '@/lib/platform/pushes';
import { useProviderStates, usePushLog } from '@/lib/web/hooks/admin-pushes';
import styles from './admin.module.css';
import { PushDialog } from './push-dialog';
import { PushFilters } from './push-filters';
import { PushTable } from './push-table';
import pushStyles from './pushes.module.css';

/** All pushes, the newest first; each opens its journey. */
export function PushLog({ account }: { readonly account: number | null }) {
  const t = useTranslations('admin.pushes.log');
  const problemText = useProblemText();
  const [state, setState] = useState<PushState | null>(null);
  const [opened, setOpened] = useState<PushEntry | null>(null);
  const log = usePushLog({ account, state });
  const pushes = log.data?.pages.flatMap((page) => page.pushes) ?? [];
  return (
    <>
      <Trouble />
      <PushFilters
        account={account}
        name={pushes.find((push) => push.account.id === account)?.account.display_name}
        state={state}
        onState={setState}
      />
      {log.isPending && <ListSkeleton rows={8} />}
      {log.isError && !log.data && (
        <ProblemState
          title={t('failedTitle')}
          error={log.error}
          onRetry={() => void log.refetch()}
        />
      )}
      {log.data && pushes.length === 0 && (
        <NoPushes isNarrowed={account !== null || state !== null} />
      )}
      {pushes.length > 0 && <PushTable pushes={pushes} onOpen={setOpened} />}
      {log.isFetchNextPageError && (
        <Banner tone="warning" title={t('failedMore')}>
          {problemText(log.error)}
        </Banner>
      )}
      {log.hasNextPage && (
        <div className={styles.more}>
          <Button busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
      {opened && <PushDialog push={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

/** What explains many failures at once: a service that is broken. */
function Trouble() {
  const t = useTranslations('admin.pushes');
  const broken = useProviderStates().data?.find(({ state }) => state === 'bad');
  if (!broken) return null;
  return (
    <div className={pushStyles.trouble}>
      <Banner
        tone="bad"
        action={<Button onClick={() => goToFragment('services')}>{t('log.toServices')}</Button>}
      >
        {t('log.trouble', {
          service: t(`service.${broken.provider}`),
          verdict: t(`verdict.${broken.verdict}`),
        })}
      </Banner>
    </div>
  );
}

function NoPushes({ isNarrowed }: { readonly isNarrowed: boolean }) {
  const t = useTranslations('admin.pushes.log');
  return isNarrowed ? (
    <EmptyState icon={<SearchX size={28} />} title={t('noneTitle')}>
      {t('noneText')}
    </EmptyState>
  ) : (
    <EmptyState icon={<ScrollText size={28} />} title={t('emptyTitle')}>
      {t('emptyText')}
    </EmptyState>
  );
}
