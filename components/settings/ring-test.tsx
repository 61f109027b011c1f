'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';

import { Banner, type Tone } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { useProblemText } from '@/components/ui/problem-words';
import { useSpan } from '@/components/ui/span';
import { thisBrowser } from '@/lib/web/browser';
import { useSounds } from '@/lib/web/hooks/page';
import { useTestRing, type RingTestView } from '@/lib/web/hooks/ring-test';
import { isPushedByGoogle } from './device-parts';
import { adviceFor } from './ring-advice';
import { RingSteps } from './ring-steps';
import styles from './ring-test.module.css';

/** A device to ring: its id, and the names of its parts. */
export interface RungDevice {
  readonly id: string;
  readonly names: readonly string[];
}

/** A real test call to one device (this one if none is named), followed step by step. */
export function RingTest({
  device,
  icon,
  words,
  kind = 'secondary',
}: {
  readonly device?: RungDevice;
  readonly icon?: ReactNode;
  readonly words: string;
  readonly kind?: 'primary' | 'secondary';
}) {
  const t = useTranslations('settings.ringTest');
  const sounds = useSounds();
  const test = useTestRing();
  const { state, start } = test;
  return (
    <div className={styles.test}>
      <Button
        kind={kind}
        width="wide"
        icon={icon}
        busy={state === 'running'}
        onClick={() => {
          void sounds.unlock();
          start(device?.id);
        }}
      >
        {state === 'idle' || state === 'running' ? words : t('again')}
      </Button>
      {state !== 'idle' && <Result test={test} state={state} names={device?.names} />}
    </div>
  );
}

const tones: Readonly<Record<Exclude<RingTestView['state'], 'idle'>, Tone>> = {
  running: 'information',
  rang: 'good',
  sent: 'information',
  partly: 'warning',
  failed: 'bad',
};

function Result({
  test,
  state,
  names,
}: {
  readonly test: RingTestView;
  readonly state: Exclude<RingTestView['state'], 'idle'>;
  readonly names: readonly string[] | undefined;
}) {
  const t = useTranslations('settings.ringTest');
  const span = useSpan();
  const problemText = useProblemText();
  const { journey, error } = test;
  const advice = error ? [] : adviceFor(journey, isPushedByGoogle(names ?? [thisBrowser().name]));
  return (
    <>
      <Banner tone={tones[state]}>
        {error ? problemText(error) : t(`outcome.${state}`, { time: span(journey.rang ?? 0) })}
      </Banner>
      {test.steps.length > 0 && <RingSteps test={test} />}
      {advice.length > 0 && (
        <div className={styles.advice}>
          <p className={styles.adviceTitle}>{t('advice.title')}</p>
          <ul className={styles.adviceList}>
            {advice.map((each) => (
              <li key={each}>{t(`advice.${each}`)}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
