'use client';

import { Volume2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { Button } from '@/components/ui/button';
import { useMediaDevices } from '@/lib/web/hooks/page';
import type { Check } from './camera-check';
import styles from './device-check.module.css';
import { DeviceSelect } from './device-select';
import { Part } from './part';

/** A sound to hear oneself whether one hears it. */
export function SpeakerCheck({ check }: { readonly check: Check }) {
  const t = useTranslations('check.speaker');
  const { speakers } = useMediaDevices();
  const [played, setPlayed] = useState(false);
  const play = () => {
    setPlayed(true);
    void check.playTestTone();
  };
  return (
    <Part title={t('title')} icon={<Volume2 aria-hidden="true" size={20} />}>
      <p role="status" className={styles.hint}>
        {check.tonePlaying ? t('playing') : played ? t('unheard') : t('system')}
      </p>
      {speakers.length > 1 && <DeviceSelect kind="speaker" />}
      <Button disabled={check.tonePlaying} onClick={play}>
        {t('test')}
      </Button>
    </Part>
  );
}
