'use client';

import clsx from 'clsx';
import { Check, Clock, X } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { useSpan } from '@/components/ui/span';
import { Spinner } from '@/components/ui/spinner';
import type { RingTestView } from '@/lib/web/hooks/ring-test';
import type { TestRingStep } from '@/lib/web/runtime-view';
import styles from './ring-test.module.css';

/** The steps of a test as they came, each with its time, and what did not come. */
export function RingSteps({
  test: { steps, journey, state },
}: {
  readonly test: Pick<RingTestView, 'steps' | 'journey' | 'state'>;
}) {
  const t = useTranslations('settings.ringTest');
  const span = useSpan();
  const silent = journey.channels.filter((channel) => channel.state === 'silent');
  return (
    <ol aria-label={t('steps')} className={styles.steps}>
      {steps.map((step) =>
        step.step === 'over' ? null : (
          <li key={`${step.step} ${step.channel ?? ''}`} className={styles.step}>
            <Mark kind={markOf(step)} />
            <span className={styles.words}>
              <StepWords step={step} />
              {step.reason && <span className={styles.reason}>{step.reason}</span>}
            </span>
            <span className={styles.time}>{span(step.at)}</span>
          </li>
        ),
      )}
      {silent.map(({ channel }) => (
        <li key={`silent ${channel}`} className={styles.step}>
          <Mark kind="bad" />
          <span className={styles.words}>{t(`step.silent.${channel}`)}</span>
        </li>
      ))}
      {state === 'running' && (
        <li className={styles.step}>
          <Mark kind="waiting" />
          <span className={styles.soft}>{t('step.waiting')}</span>
        </li>
      )}
    </ol>
  );
}

type MarkKind = 'done' | 'rang' | 'bad' | 'waiting';

function markOf({ step }: TestRingStep): MarkKind {
  return step === 'rang' ? 'rang' : step === 'failed' ? 'bad' : 'done';
}

function Mark({ kind }: { readonly kind: MarkKind }) {
  return (
    <span aria-hidden="true" className={clsx(styles.mark, styles[kind])}>
      {kind === 'waiting' && <Spinner />}
      {kind === 'bad' && <X size={14} />}
      {kind === 'rang' && <Check size={14} />}
      {kind === 'done' && <Clock size={12} />}
    </span>
  );
}

function StepWords({ step: { step, channel } }: { readonly step: TestRingStep }) {
  const t = useTranslations('settings.ringTest.step');
  switch (step) {
    case 'asked':
    case 'over':
      return t('asked');
    case 'sent':
    case 'accepted':
      return t(`${step}.${channel ?? 'stream'}`);
    case 'rang':
    case 'failed':
      return t(`${step}.${channel ?? 'any'}`);
  }
}
