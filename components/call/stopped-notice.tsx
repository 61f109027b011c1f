'use client';

import { PhoneMissed, Smartphone } from 'lucide-react';
import { useTranslations } from 'use-intl';

import type { StoppedRinging } from '@/lib/web/call/view';
import { nameOf } from './scene';
import styles from './stopped-notice.module.css';

/** Why it rings no more though nobody here did anything; goes by itself. */
export function StoppedNotice({ stopped }: { readonly stopped: StoppedRinging }) {
  const t = useTranslations('call');
  const missed = stopped.reason === 'missed' || stopped.reason === 'cancelled';
  const Icon = missed ? PhoneMissed : Smartphone;
  return (
    <p role="status" className={styles.notice} data-theme="dark" data-missed={missed || undefined}>
      <Icon aria-hidden="true" size={20} />
      {t('stopped', { reason: stopped.reason, name: nameOf(stopped.from) })}
    </p>
  );
}
