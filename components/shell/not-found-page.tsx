'use client';

import { Compass } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import styles from './shell.module.css';

/** Nothing is at this address. */
export function NotFoundPage() {
  const t = useTranslations('common');
  return (
    <main className={styles.alone}>
      <EmptyState
        heading="h1"
        icon={<Compass size={28} />}
        title={t('notFoundTitle')}
        actions={
          // Not by the router: it would look for a page that has none of its kind.
          <a href="/" className={buttonClass('primary')}>
            {t('goHome')}
          </a>
        }
      >
        {t('notFoundText')}
      </EmptyState>
    </main>
  );
}
