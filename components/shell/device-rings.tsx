'use client';

import clsx from 'clsx';
import { BellOff, BellRing, ChevronRight } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { useReadiness } from '@/lib/web/hooks/page';
import { useInApp } from '@/lib/web/hooks/shim';
import type { ReadinessReasonId } from '@/lib/web/readiness';
import styles from './device-rings.module.css';
import { verdictWords } from './verdict-words';

const DeviceRingsDialog = dynamic(() =>
  import('./device-rings-dialog').then((module) => module.DeviceRingsDialog),
);

/** It rings, but one would not be heard or would not see it. */
const lessening: ReadonlySet<ReadinessReasonId> = new Set([
  'no_webrtc',
  'microphone_denied',
  'notifications_denied',
  'push_lost',
]);

/** The line that is always true: whether this device rings; a tap tells why and repairs it. */
export function DeviceRingsButton({ place }: { readonly place: 'side' | 'page' | 'row' }) {
  const t = useTranslations('shell.ready');
  const { verdict, reasons } = useReadiness();
  const inApp = useInApp();
  const [open, setOpen] = useState(false);
  // That it could be an app as well is no reason to doubt that it rings.
  const reason = reasons.find(({ id }) => id !== 'installable');
  const silent = verdict === 'does_not_ring';
  const lessened = !silent && reasons.some(({ id }) => lessening.has(id));
  const Icon = silent ? BellOff : BellRing;
  return (
    <>
      <button
        type="button"
        className={clsx(styles.line, styles[place], styles[verdict], lessened && styles.lessened)}
        onClick={() => setOpen(true)}
      >
        <span className={styles.icon}>
          <Icon aria-hidden="true" size={18} />
        </span>
        <span className={styles.words}>
          <span className={styles.verdict}>{t(verdictWords(verdict, inApp))}</span>
          {reason && <span className={styles.reason}>{t(`reason.${reason.id}.title`)}</span>}
        </span>
        <ChevronRight aria-hidden="true" className={styles.more} size={16} />
      </button>
      {open && <DeviceRingsDialog onClose={() => setOpen(false)} />}
    </>
  );
}
