'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { useSecondsUntil } from '@/lib/web/hooks/seconds-until';
import { Clock } from './clock';

/** How long nobody from here may try a PIN, counted down from so many seconds. */
export function PinWait({ seconds }: { readonly seconds: number }) {
  const t = useTranslations('call.guest');
  const [until] = useState(() => Date.now() + seconds * 1_000);
  const left = useSecondsUntil(until);
  return (
    <Banner tone="warning" title={t('waitTitle')}>
      {t('waitText')} <Clock seconds={left} label={t('waitLeft')} />
    </Banner>
  );
}
