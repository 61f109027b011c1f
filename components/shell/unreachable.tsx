'use client';

import { ServerCrash } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { loadSession } from '@/lib/web/session';
import styles from './shell.module.css';

/** Nobody says who is signed in here: the server does not answer. */
export function Unreachable() {
  const t = useTranslations('common');
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    await loadSession();
    setBusy(false);
  };
  return (
    <main className={styles.alone}>
      <EmptyState
        heading="h1"
        icon={<ServerCrash size={28} />}
        title={t('unreachableTitle')}
        actions={
          <Button kind="primary" busy={busy} onClick={() => void retry()}>
            {t('retry')}
          </Button>
        }
      >
        {t('unreachableText')}
      </EmptyState>
    </main>
  );
}
