'use client';

import { Wrench } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import styles from './shell.module.css';

/** A page threw: it is loaded anew whole, since what broke may be the code that would repair it. */
export function ErrorPage() {
  const t = useTranslations('common');
  return (
    <div role="alert" className={styles.alone}>
      <EmptyState
        heading="h1"
        icon={<Wrench size={28} />}
        title={t('errorTitle')}
        actions={
          <Button kind="primary" onClick={() => window.location.reload()}>
            {t('reload')}
          </Button>
        }
      >
        {t('errorText')}
      </EmptyState>
    </div>
  );
}
