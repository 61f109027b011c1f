'use client';

import { useTranslations } from 'use-intl';

import { ListSkeleton } from '@/components/ui/list-skeleton';
import { Skeleton } from '@/components/ui/skeleton';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import styles from './shell-skeleton.module.css';

/** The frame of a signed-in page before it is known who is signed in. */
export function ShellSkeleton() {
  const t = useTranslations('shell');
  return (
    <main className={styles.page}>
      <div className={styles.side} />
      <div className={styles.list}>
        <h1>
          <VisuallyHidden>{t('starting')}</VisuallyHidden>
          <Skeleton className={styles.title} />
        </h1>
        <Skeleton className={styles.field} />
        <ListSkeleton rows={7} />
      </div>
    </main>
  );
}
