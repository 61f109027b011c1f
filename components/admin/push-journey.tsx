'use client';

import clsx from 'clsx';
import { Check, Clock, Minus, X } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { Badge } from '@/components/ui/badge';
import { Banner } from '@/components/ui/banner';
import { CopyButton } from '@/components/ui/copy-button';
import { Spinner } from '@/components/ui/spinner';
import type { PushEntry, PushStep } from '@/lib/platform/pushes';
import { isOver } from '@/lib/web/hooks/admin-pushes';
import { Facts } from './facts';
import { usePushTimes } from './push-time';
import { inOrder, outcomeOf, pushTones, remedyOf, stepTone, type PushTone } from './push-words';
import styles from './pushes.module.css';

/** How a push did: its state in words, what to do where it failed, its steps, and what is known of it. */
export function PushJourney({ push }: { readonly push: PushEntry }) {
  const t = useTranslations('admin.pushes');
  const service = t(`service.${push.provider}`);
  return (
    <section className={styles.journey} aria-label={service}>
      <div className={styles.journeyHead}>
        <h3 className={styles.journeyTitle}>{t(`provider.${push.provider}`)}</h3>
        <Badge tone={pushTones[push.state]}>{t(`state.${push.state}`)}</Badge>
      </div>
      <p role="status">{t(`stateText.${outcomeOf(push)}`, { service })}</p>
      <WhatToDo push={push} />
      <h4 className={styles.small}>{t('journey.steps')}</h4>
      <ol className={styles.steps}>
        {inOrder(push.steps).map((step, place) => (
          <Step key={place} step={step} />
        ))}
        {!isOver(push) && (
          <li className={styles.step}>
            <span className={styles.mark}>
              <Spinner />
            </span>
            <span className={styles.stepName}>{t('journey.nextStep')}</span>
          </li>
        )}
      </ol>
      <PushFacts push={push} />
    </section>
  );
}

function WhatToDo({ push }: { readonly push: PushEntry }) {
  const t = useTranslations('admin.pushes');
  const remedy = remedyOf(push);
  if (!remedy) return null;
  return (
    <Banner tone={push.state === 'expired' ? 'warning' : 'bad'} title={t('journey.what')}>
      {remedy === 'token_environment'
        ? t('todo.token_environment', {
            environment: t(`environment.${push.environment ?? 'production'}`),
          })
        : t(`todo.${remedy}`)}
    </Banner>
  );
}

const marks: Readonly<Record<PushTone, typeof Check>> = {
  good: Check,
  bad: X,
  warning: Clock,
  plain: Minus,
  accent: Minus,
};

function Step({ step: { step, at, detail } }: { readonly step: PushStep }) {
  const t = useTranslations('admin.pushes');
  const { span } = usePushTimes();
  const tone = stepTone(step);
  const Mark = marks[tone];
  return (
    <li className={styles.step}>
      <span className={clsx(styles.mark, styles[tone])}>
        <Mark aria-hidden="true" size={14} strokeWidth={2.5} />
      </span>
      <span className={styles.stepName}>{t(`step.${step}`)}</span>
      <span className={styles.stepTime}>{t('journey.after', { time: span(at) })}</span>
      {detail && <code className={styles.stepDetail}>{detail}</code>}
    </li>
  );
}

function PushFacts({ push }: { readonly push: PushEntry }) {
  const t = useTranslations('admin.pushes.facts');
  const tPushes = useTranslations('admin.pushes');
  const { moment, span } = usePushTimes();
  const { environment, provider_id: id, latency_ms: latency } = push;
  const answer = [push.status || null, push.reason].filter((part) => part !== null).join(' ');
  return (
    <Facts
      facts={[
        [t('purpose'), tPushes(`purpose.${push.purpose}`)],
        [t('queued'), moment(push.queued)],
        [t('attempts'), push.attempts],
        [t('latency'), latency === null ? null : span(latency)],
        [t('answer'), answer === '' ? null : <code>{answer}</code>],
        [
          t(push.provider === 'apns' ? 'appleId' : 'messageId'),
          id && (
            <span className={styles.id}>
              <code>{id}</code>
              <CopyButton text={id} label={t('copyId')} />
            </span>
          ),
        ],
        [t('environment'), environment && tPushes(`environment.${environment}`)],
        [t('appKey'), push.app_key && <code>{push.app_key}</code>],
      ]}
    />
  );
}
