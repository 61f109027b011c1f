'use client';

import { useTranslations } from 'use-intl';

import styles from './admin.module.css';
import { FinishedCalls } from './finished-calls';
import { LiveCalls } from './live-calls';

/** Calls that go on, and those that are over. */
export function Calls() {
  const t = useTranslations('admin.calls');
  return (
    <div className={styles.list}>
      <h2 className={styles.heading}>{t('now')}</h2>
      <LiveCalls />
      <h2 className={styles.heading}>{t('finished.title')}</h2>
      <FinishedCalls />
    </div>
  );
}
