'use client';

import { useTranslations } from 'use-intl';

import { goToFragment } from '@/components/navigation/fragment';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions } from '@/components/ui/dialog';
import type { PushEntry } from '@/lib/platform/pushes';
import { usePushNow } from '@/lib/web/hooks/admin-pushes';
import { PushJourney } from './push-journey';

/** The journey of one push, followed while it goes on. */
export function PushDialog({
  push: shown,
  onClose,
}: {
  readonly push: PushEntry;
  readonly onClose: () => void;
}) {
  const t = useTranslations('admin.pushes.journey');
  const now = usePushNow(shown);
  const { account, device_name: device } = now.data;
  const name = account.display_name;
  return (
    <Dialog
      open
      onClose={onClose}
      place="side"
      title={t('title', { device })}
      description={`${name} · ${account.address}`}
    >
      {now.isError && <Banner tone="warning">{t('lost')}</Banner>}
      <PushJourney push={now.data} />
      <DialogActions>
        <Button
          onClick={() => {
            onClose();
            goToFragment(`pushes/${account.id}`);
          }}
        >
          {t('log', { name })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
