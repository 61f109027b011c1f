'use client';

import { Mic } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { useStore } from '@/lib/web/hooks/store';
import type { Store } from '@/lib/web/store';
import type { Check } from './camera-check';
import { CaptureHelp } from './capture-help';
import styles from './device-check.module.css';
import { DeviceSelect } from './device-select';
import { Part } from './part';

/** How loud the microphone hears. */
export function MicrophoneCheck({ check }: { readonly check: Check }) {
  const t = useTranslations('check.microphone');
  const { microphoneProblem, running } = check;
  return (
    <Part title={t('title')} icon={<Mic aria-hidden="true" size={20} />}>
      {microphoneProblem ? (
        <>
          <Banner tone="bad" title={t(`problem.${microphoneProblem}`)} />
          <CaptureHelp problem={microphoneProblem} />
        </>
      ) : (
        <>
          <Meter level={check.microphoneLevel} label={t('level')} />
          <p className={styles.hint}>{running ? t('say') : t('off')}</p>
        </>
      )}
      <DeviceSelect kind="microphone" />
    </Part>
  );
}

function Meter({ level, label }: { readonly level: Store<number>; readonly label: string }) {
  const now = useStore(level);
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(now * 100)}
      className={styles.meter}
    >
      <span className={styles.level} style={{ scale: `${Math.min(1, now)} 1` }} />
    </div>
  );
}
