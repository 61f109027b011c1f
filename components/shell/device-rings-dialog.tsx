'use client';

import { BellRing } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { RingTest } from '@/components/settings/ring-test';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClass } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useReadiness } from '@/lib/web/hooks/page';
import { useInApp } from '@/lib/web/hooks/shim';
import type { ReadinessReason } from '@/lib/web/readiness';
import styles from './device-rings-dialog.module.css';
import { verdictWords } from './verdict-words';

/** Whether this device rings, each reason why not with the one tap that repairs it, and a real test. */
export function DeviceRingsDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('shell.ready');
  const { verdict, reasons } = useReadiness();
  const inApp = useInApp();
  const tone =
    verdict === 'does_not_ring' ? 'bad' : reasons.length > 0 ? 'information' : ('good' as const);
  return (
    <Dialog open onClose={onClose} title={t('title')}>
      <Banner tone={tone} title={t(verdictWords(verdict, inApp))}>
        {verdict === 'rings' && t(inApp ? 'ringsByApp' : 'ringsDetail')}
        {verdict === 'rings_while_open' && t(inApp ? 'openInApp' : 'openDetail')}
      </Banner>
      {reasons.length > 0 && (
        <ul aria-label={t('why')} className={styles.reasons}>
          {reasons.map((reason) => (
            <Reason key={reason.id} reason={reason} />
          ))}
        </ul>
      )}
      <div className={styles.tests}>
        <RingTest icon={<BellRing aria-hidden="true" size={18} />} words={t('test')} />
        <Link href="/check" className={buttonClass('quiet', 'wide')} onClick={onClose}>
          {t('check')}
        </Link>
      </div>
    </Dialog>
  );
}

function Reason({ reason }: { readonly reason: ReadinessReason }) {
  const t = useTranslations('shell.ready');
  const [state, setState] = useState<'idle' | 'repairing' | 'unrepaired'>('idle');
  const { id, repair, how } = reason;
  const attempt = async (act: () => Promise<void>) => {
    setState('repairing');
    await act().catch(() => undefined);
    // Still here: a repaired reason leaves the list, and this with it.
    setState('unrepaired');
  };
  return (
    <li className={styles.reason}>
      <p className={styles.title}>{t(`reason.${id}.title`)}</p>
      {/* Of a browser's own ways nothing is said where there is none. */}
      {how !== 'app_settings' && <p className={styles.text}>{t(`reason.${id}.text`)}</p>}
      {how && <p className={styles.text}>{t(`how.${how}`)}</p>}
      {state === 'unrepaired' && (
        <p role="status" className={styles.still}>
          {t('unrepaired')}
        </p>
      )}
      {repair && (
        <Button
          kind="primary"
          busy={state === 'repairing'}
          className={styles.repair}
          onClick={() => void attempt(repair)}
        >
          {t(`reason.${id}.repair`)}
        </Button>
      )}
    </li>
  );
}
