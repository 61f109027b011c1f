'use client';

import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { useMediaCheck } from '@/lib/web/hooks/check';
import { useCarriesCalls } from '@/lib/web/hooks/page';
import { CameraCheck } from './camera-check';
import styles from './device-check.module.css';
import { MicrophoneCheck } from './microphone-check';
import { NetworkCheck } from './network-check';
import { SpeakerCheck } from './speaker-check';

/** Camera, microphone, speaker and network, each with a plain verdict and what to do about it. */
export function DeviceCheck() {
  const t = useTranslations('check');
  const check = useMediaCheck();
  const carriesCalls = useCarriesCalls();
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Link href="/settings" className={styles.back}>
          <ArrowLeft aria-hidden="true" size={18} />
          {t('back')}
        </Link>
        <h1 className={styles.title}>{t('title')}</h1>
        <p className={styles.lead}>{t('lead')}</p>
      </header>
      {!carriesCalls && (
        <Banner tone="bad" title={t('cannotTitle')}>
          {t('cannot')}
        </Banner>
      )}
      <div className={styles.parts}>
        <CameraCheck check={check} />
        <div className={styles.column}>
          <MicrophoneCheck check={check} />
          <SpeakerCheck check={check} />
          <NetworkCheck check={check} />
        </div>
      </div>
    </div>
  );
}
