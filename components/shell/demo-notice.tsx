'use client';

import { FlaskConical } from 'lucide-react';
import { useTranslations } from 'use-intl';

import styles from './demo-notice.module.css';

/** Says on every page of a demo that it is one. */
export function DemoNotice() {
  const t = useTranslations('common');
  return (
    <aside aria-label={t('demoLabel')} className={styles.notice}>
      <FlaskConical aria-hidden="true" size={14} />
      <span className={styles.words}>{t('demo')}</span>
    </aside>
  );
}
