'use client';

import { ChevronRight, ScrollText } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { goToFragment } from '@/components/navigation/fragment';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { useProblemText } from '@/components/ui/problem-words';
import { Skeleton } from '@/components/ui/skeleton';
import { useAccountDevices } from '@/lib/web/hooks/admin';
import styles from './admin.module.css';
import { DeviceCard } from './device-card';
import pushStyles from './pushes.module.css';

/** What rings for an account, by which way, and how its last push went. */
export function AccountDevices({ account }: { readonly account: number }) {
  const t = useTranslations('admin.account');
  const tDevices = useTranslations('admin.pushes.devices');
  const tCommon = useTranslations('common');
  const problemText = useProblemText();
  const devices = useAccountDevices(account);
  if (devices.isError && !devices.data) {
    return (
      <Banner
        tone="bad"
        title={t('devicesFailed')}
        action={<Button onClick={() => void devices.refetch()}>{tCommon('retry')}</Button>}
      >
        {problemText(devices.error)}
      </Banner>
    );
  }
  if (devices.isPending) {
    return (
      <div aria-hidden="true" className={pushStyles.deviceSkeleton}>
        <Skeleton shape="block" />
      </div>
    );
  }
  if (devices.data.length === 0) return <p className={styles.until}>{t('devicesEmpty')}</p>;
  return (
    <>
      <ul className={pushStyles.devices}>
        {devices.data.map((device) => (
          <DeviceCard key={device.id} device={device} />
        ))}
      </ul>
      <Button
        icon={<ScrollText aria-hidden="true" size={18} />}
        onClick={() => goToFragment(`pushes/${account}`)}
      >
        {tDevices('log')}
        <ChevronRight aria-hidden="true" size={18} />
      </Button>
    </>
  );
}
