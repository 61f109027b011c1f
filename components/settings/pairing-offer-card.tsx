'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { Button } from '@/components/ui/button';
import { useMyDevices } from '@/lib/web/hooks/devices';
import { usePairingOffer } from '@/lib/web/hooks/pairing';
import { offeredPartner, pairSign } from './pairing-offer';
import styles from './pairing.module.css';

const ShowCode = dynamic(() => import('./show-code').then((module) => module.ShowCode));

/** Asks whether another device is this very one, where a call would otherwise ring twice on it. */
export function PairingOffer() {
  const t = useTranslations('settings.pairing');
  const { data: devices = [] } = useMyDevices();
  const { toldApart, tellApart, now } = usePairingOffer();
  const [showing, setShowing] = useState(false);
  const own = devices.find(({ current }) => current);
  const partner = offeredPartner(devices, now, toldApart);
  if (showing) return <ShowCode onClose={() => setShowing(false)} />;
  if (own === undefined || partner === null) return null;
  return (
    <section className={styles.offer} aria-label={t('title')}>
      <p className={styles.offerTitle}>{t('offerTitle', { name: partner.name })}</p>
      <p className={styles.offerText}>{t('offerText')}</p>
      <div className={styles.offerButtons}>
        <Button kind="primary" onClick={() => setShowing(true)}>
          {t('offerPair')}
        </Button>
        <Button kind="quiet" onClick={() => tellApart(pairSign(own.id, partner.id))}>
          {t('offerNo')}
        </Button>
      </div>
    </section>
  );
}
