'use client';

import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { useOnline } from '@/components/ui/online';
import { useConnection } from '@/lib/web/hooks/page';
import styles from './shell.module.css';

/** Says so while calls cannot come in. */
export function ConnectionNotice() {
  const t = useTranslations('shell');
  const connection = useConnection();
  const online = useOnline();
  if (online && connection !== 'offline') return null;
  return (
    <div className={styles.notice}>
      <Banner tone="warning">{t(online ? 'connecting' : 'offline')}</Banner>
    </div>
  );
}
