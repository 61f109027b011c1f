'use client';

import { useFormatter, useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Row } from '@/components/ui/group';
import { notify } from '@/components/ui/notices';
import { useProblemText } from '@/components/ui/problem-words';
import { Skeleton } from '@/components/ui/skeleton';
import { useAccountDevices, useAdminRingDevice } from '@/lib/web/hooks/admin';
import styles from './admin.module.css';

/** What rings for an account, and whether it would now. */
export function AccountDevices({ account }: { readonly account: number }) {
  const t = useTranslations('admin.account');
  const tDevices = useTranslations('settings.devices');
  const tCommon = useTranslations('common');
  const format = useFormatter();
  const problemText = useProblemText();
  const devices = useAccountDevices(account);
  const ring = useAdminRingDevice();
  if (devices.isError) {
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
      <div className={styles.rows}>
        <Row label={<Skeleton shape="short" />} />
      </div>
    );
  }
  if (devices.data.length === 0) return <p className={styles.until}>{t('devicesEmpty')}</p>;
  return (
    <div className={styles.rows}>
      {devices.data.map(({ id, name, connected, reachable, last_seen }) => (
        <Row
          key={id}
          label={name}
          detail={
            connected
              ? tDevices('connected')
              : tDevices(reachable ? 'reachableSeen' : 'awaySeen', {
                  date: format.dateTime(new Date(last_seen), {
                    dateStyle: 'medium',
                    timeStyle: 'short',
                  }),
                })
          }
        >
          <Button
            disabled={!reachable}
            busy={ring.isPending && ring.variables === id}
            aria-label={t('ringNamed', { name })}
            onClick={() =>
              ring.mutate(id, {
                onError: (error) => notify({ tone: 'bad', text: problemText(error) }),
                onSuccess: () => notify({ tone: 'information', text: t('ringSent', { name }) }),
              })
            }
          >
            {t('ring')}
          </Button>
        </Row>
      ))}
    </div>
  );
}
