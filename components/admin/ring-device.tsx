'use client';

import { BellRing } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions } from '@/components/ui/dialog';
import { useProblemText } from '@/components/ui/problem-words';
import { Spinner } from '@/components/ui/spinner';
import type { ProviderState } from '@/lib/platform/pushes';
import type { AdminDevice } from '@/lib/web/hooks/admin';
import {
  isOver,
  useAdminRingDevice,
  useProviderStates,
  useRingJourneys,
} from '@/lib/web/hooks/admin-pushes';
import { PushJourney } from './push-journey';
import styles from './pushes.module.css';

/** After so long (ms) a wait is explained. */
const slowAfter = 10_000;

/** Rings a device for real, and shows each of its pushes step by step. */
export function RingDevice({
  device,
  onClose,
}: {
  readonly device: AdminDevice;
  readonly onClose: () => void;
}) {
  const t = useTranslations('admin.pushes');
  const problemText = useProblemText();
  const ring = useAdminRingDevice();
  const journeys = useRingJourneys(device.id, ring.data ?? null);
  const asked = useRef(false);
  const { mutate } = ring;
  useEffect(() => {
    // The dialog rings once, however often it is drawn.
    if (asked.current) return;
    asked.current = true;
    mutate(device.id);
  }, [mutate, device.id]);
  const pushes = journeys.data ?? [];
  const goesOn = ring.isPending || journeys.isPending || !pushes.every(isOver);
  const isSlow = goesOn && journeys.dataUpdatedAt - ring.submittedAt > slowAfter;
  return (
    <Dialog open onClose={onClose} place="side" title={t('ring.title', { name: device.name })}>
      {ring.isError && (
        <Banner tone="bad" title={t('ring.failed')}>
          {problemText(ring.error)}
        </Banner>
      )}
      {!ring.isError && !journeys.data && !journeys.isError && (
        <p role="status" className={styles.asking}>
          <Spinner />
          {t('ring.asking')}
        </p>
      )}
      {journeys.isError && <Banner tone="warning">{t('journey.lost')}</Banner>}
      {isSlow && <Banner tone="information">{t('journey.slow')}</Banner>}
      {device.connected && ring.isSuccess && <Banner tone="good">{t('ring.page')}</Banner>}
      {journeys.data?.length === 0 && !device.connected && <WhySilent device={device} />}
      {pushes.map((push) => (
        <PushJourney key={push.id} push={push} />
      ))}
      <DialogActions>
        <Button
          kind="primary"
          busy={goesOn && !ring.isError && !journeys.isError}
          icon={<BellRing aria-hidden="true" size={18} />}
          onClick={() => mutate(device.id)}
        >
          {t('ring.again')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Why a ring had nowhere to go, and what to do about it. */
function WhySilent({ device }: { readonly device: AdminDevice }) {
  const t = useTranslations('admin.pushes.ring');
  const providers = useProviderStates();
  // Words that may be wrong are worse than none.
  if (providers.isPending) return null;
  return (
    <Banner tone="bad" title={t('silent')}>
      {t(whySilent(device, providers.data ?? []))}
    </Banner>
  );
}

function whySilent({ kind, app_key: appKey }: AdminDevice, providers: readonly ProviderState[]) {
  if (kind === 'web' || appKey === null) return 'browser';
  const provider = providers.find(({ app_key: key }) => key === appKey);
  return !provider || provider.verdict === 'no_credentials' ? 'noCredentials' : 'appGone';
}
