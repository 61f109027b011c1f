'use client';

import { BellOff, RefreshCw } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { Badge } from '@/components/ui/badge';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ProblemState } from '@/components/ui/problem-state';
import { useProblemText } from '@/components/ui/problem-words';
import { Skeleton } from '@/components/ui/skeleton';
import type { ProviderState } from '@/lib/platform/pushes';
import { useCheckProviders, useProviderStates } from '@/lib/web/hooks/admin-pushes';
import { Facts } from './facts';
import { usePushTimes } from './push-time';
import { providerTone } from './push-words';
import styles from './pushes.module.css';

/** A card for each set of push credentials, the worst first, and a button that tries them. */
export function PushServices() {
  const t = useTranslations('admin.pushes.services');
  const problemText = useProblemText();
  const states = useProviderStates();
  const check = useCheckProviders();
  return (
    <>
      <div className={styles.servicesHead}>
        <div className={styles.servicesWords}>
          <h2 className={styles.servicesTitle}>{t('title')}</h2>
          <p className={styles.soft}>{t('text')}</p>
        </div>
        <Button
          kind="primary"
          busy={check.isPending}
          icon={<RefreshCw aria-hidden="true" size={18} />}
          onClick={() => check.mutate()}
        >
          {t('check')}
        </Button>
      </div>
      <p role="status" className={styles.soft}>
        {check.isPending && t('checking')}
        {check.isSuccess && t('checked')}
      </p>
      {check.isError && (
        <Banner tone="bad" title={t('checkFailed')}>
          {problemText(check.error)}
        </Banner>
      )}
      {states.isPending && <CardsSkeleton />}
      {states.isError && !states.data && (
        <ProblemState
          title={t('failedTitle')}
          error={states.error}
          onRetry={() => void states.refetch()}
        />
      )}
      {states.data?.length === 0 && (
        <EmptyState icon={<BellOff size={28} />} title={t('emptyTitle')}>
          {t('emptyText')}
        </EmptyState>
      )}
      {states.data && states.data.length > 0 && (
        <ul className={styles.cards}>
          {states.data.toSorted(worstFirst).map((state) => (
            <ServiceCard key={`${state.provider} ${state.app_key}`} service={state} />
          ))}
        </ul>
      )}
    </>
  );
}

const order = { bad: 0, warning: 1, off: 2, good: 3 };

function worstFirst(one: ProviderState, other: ProviderState): number {
  return order[one.state] - order[other.state];
}

function ServiceCard({ service }: { readonly service: ProviderState }) {
  const t = useTranslations('admin.pushes');
  const { provider, state, verdict, certificate_name: certificate } = service;
  return (
    <li className={styles.serviceCard}>
      <div className={styles.journeyHead}>
        <h3 className={styles.journeyTitle}>{t(`provider.${provider}`)}</h3>
        <Badge tone={providerTone(service)}>{t(`services.tone.${state}`)}</Badge>
      </div>
      <p className={styles.serviceFor}>
        {provider === 'web' ? t('services.browsers') : (certificate ?? service.app_key)}
      </p>
      <p className={styles.verdict}>{t(`verdict.${verdict}`)}</p>
      {state !== 'good' && <p>{t(`remedy.${provider}.${verdict}`)}</p>}
      {state !== 'good' && service.detail && (
        <code className={styles.serviceDetail}>{service.detail}</code>
      )}
      <ServiceFacts service={service} />
    </li>
  );
}

function ServiceFacts({ service }: { readonly service: ProviderState }) {
  const t = useTranslations('admin.pushes.facts');
  const tPushes = useTranslations('admin.pushes');
  const { moment } = usePushTimes();
  const { app_key: appKey, topic, team, environment, quota, checked } = service;
  return (
    <Facts
      facts={[
        [t('appKey'), appKey && <code>{appKey}</code>],
        [t('environment'), environment && tPushes(`environment.${environment}`)],
        [t('topic'), topic && <code>{topic}</code>],
        [t('team'), team && <code>{team}</code>],
        [
          t('quota'),
          quota &&
            t('quotaLeft', {
              remaining: quota.remaining,
              limit: quota.limit,
              seconds: quota.reset_s,
            }),
        ],
        [t('checked'), checked ? moment(checked) : t('never')],
      ]}
    />
  );
}

function CardsSkeleton() {
  return (
    <div aria-hidden="true" className={styles.cards}>
      {[0, 1, 2].map((card) => (
        <div key={card} className={styles.cardSkeleton}>
          <Skeleton shape="block" />
        </div>
      ))}
    </div>
  );
}
