'use client';

import { Wifi } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl';

import { Banner, type Tone } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import type { NetworkFindings } from '@/lib/web/check/view';
import type { Check } from './camera-check';
import styles from './device-check.module.css';
import { Part } from './part';

/** The way to the server in words: good, fair or poor, and what to do. */
export function NetworkCheck({ check }: { readonly check: Check }) {
  const t = useTranslations('check.network');
  const { network } = check;
  return (
    <Part title={t('title')} icon={<Wifi aria-hidden="true" size={20} />}>
      {network.state === 'idle' && <p className={styles.hint}>{t('idle')}</p>}
      {network.state === 'running' && (
        <p role="status" className={styles.hint}>
          {t('running')}
        </p>
      )}
      {network.state === 'unreachable' && (
        <Banner tone="bad" title={t('unreachableTitle')}>
          {t('unreachableText')}
        </Banner>
      )}
      {network.state === 'done' && <Findings findings={network.findings} />}
      <Button busy={network.state === 'running'} onClick={() => void check.testNetwork()}>
        {network.state === 'idle' || network.state === 'running' ? t('test') : t('again')}
      </Button>
    </Part>
  );
}

const tones: Record<NetworkFindings['verdict'], Tone> = {
  good: 'good',
  fair: 'warning',
  poor: 'bad',
};

function Findings({ findings }: { readonly findings: NetworkFindings }) {
  const t = useTranslations('check.network');
  const format = useFormatter();
  const { verdict, roundTripMs, lossPercent, relay } = findings;
  const loss = format.number(lossPercent / 100, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <>
      <Banner tone={tones[verdict]} title={t(`verdict.${verdict}`)}>
        {t(`advice.${verdict}`)}
      </Banner>
      <dl className={styles.figures}>
        <dt>{t('roundTrip')}</dt>
        <dd>{t('milliseconds', { value: Math.round(roundTripMs) })}</dd>
        <dt>{t('loss')}</dt>
        <dd>{loss}</dd>
        <dt>{t('relay')}</dt>
        <dd>{t(`relayState.${relay}`)}</dd>
      </dl>
    </>
  );
}
