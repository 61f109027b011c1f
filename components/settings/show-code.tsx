'use client';

import { CircleCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useFormatter, useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogActions } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { useProblemText } from '@/components/ui/problem-words';
import { QrCode } from '@/components/ui/qr-code';
import { Skeleton } from '@/components/ui/skeleton';
import { Spinner } from '@/components/ui/spinner';
import type { Pairing } from '@/lib/platform/own';
import { useMyDevices } from '@/lib/web/hooks/devices';
import { useIsPast, useMakePairing } from '@/lib/web/hooks/pairing';
import { useNewPart } from './new-part';
import { groupCode } from './pairing-code';
import styles from './pairing.module.css';

/** Shows a code by which another part of this device joins it, until one did. */
export function ShowCode({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('settings.pairing.show');
  const tCommon = useTranslations('common');
  const problemText = useProblemText();
  const { mutate, data, error, isPending } = useMakePairing();
  const asked = useRef(false);
  const joined = useNewPart(useMyDevices(2_000).data);
  const past = useIsPast(data?.expires_at ?? null);
  useEffect(() => {
    // A second code would void the first: one a dialog.
    if (asked.current) return;
    asked.current = true;
    mutate();
  }, [mutate]);
  if (joined !== null) return <Paired name={joined} onClose={onClose} />;
  return (
    <Dialog open onClose={onClose} title={t('title')} description={t('text')}>
      {error && (
        <Banner
          tone="bad"
          title={t('failed')}
          action={<Button onClick={() => mutate()}>{tCommon('retry')}</Button>}
        >
          {problemText(error)}
        </Banner>
      )}
      {past ? (
        <Banner
          tone="warning"
          title={t('expired')}
          action={
            <Button busy={isPending} onClick={() => mutate()}>
              {t('fresh')}
            </Button>
          }
        >
          {t('expiredText')}
        </Banner>
      ) : (
        !error && <Code pairing={data} />
      )}
    </Dialog>
  );
}

function Code({ pairing }: { readonly pairing: Pairing | undefined }) {
  const t = useTranslations('settings.pairing.show');
  const format = useFormatter();
  return (
    <>
      <div className={styles.codeBox}>
        <p role="status" aria-label={t('code')} className={styles.code}>
          {pairing ? (
            groupCode(pairing.code).map((group, at) => (
              <span key={at} className={styles.group}>
                {group}
              </span>
            ))
          ) : (
            <Skeleton className={styles.codeSkeleton} />
          )}
        </p>
        <div className={styles.qr}>
          {pairing ? (
            <QrCode text={pairing.link} label={t('qr')} />
          ) : (
            <Skeleton shape="block" className={styles.qrSkeleton} />
          )}
        </div>
      </div>
      <p className={styles.until}>
        {pairing ? (
          t('until', {
            time: format.dateTime(new Date(pairing.expires_at * 1000), { timeStyle: 'short' }),
          })
        ) : (
          <Skeleton shape="short" />
        )}
      </p>
      <p role="status" className={styles.waiting}>
        <Spinner />
        {t('waiting')}
      </p>
      <DialogActions>
        <CopyButton text={pairing?.link ?? ''} label={t('copyLink')} words={t('copyLink')} />
        <CopyButton
          kind="primary"
          text={pairing?.code ?? ''}
          label={t('copyCode')}
          words={t('copyCode')}
        />
      </DialogActions>
    </>
  );
}

function Paired({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const t = useTranslations('settings.pairing.show');
  const tCommon = useTranslations('common');
  return (
    <Dialog open onClose={onClose} title={t('title')}>
      <div role="status">
        <EmptyState
          heading="h3"
          icon={<CircleCheck size={28} />}
          title={t('done')}
          actions={
            <Button kind="primary" onClick={onClose}>
              {tCommon('close')}
            </Button>
          }
        >
          {t('doneText', { name })}
        </EmptyState>
      </div>
    </Dialog>
  );
}
