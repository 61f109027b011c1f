'use client';

import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { useOnline } from '@/components/ui/online';

/** Says so while this device has no network. */
export function OfflineBanner() {
  const t = useTranslations('common');
  if (useOnline()) return null;
  return (
    <Banner tone="warning" title={t('offlineTitle')}>
      {t('offlineText')}
    </Banner>
  );
}
