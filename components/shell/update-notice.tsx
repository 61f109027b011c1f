'use client';

import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { useUpdate } from '@/lib/web/hooks/app';
import styles from './shell.module.css';

/** Says that a new version is there; it comes when asked for, and never into a call. */
export function UpdateNotice() {
  const t = useTranslations('shell.update');
  const [state, apply] = useUpdate();
  if (state === 'none') return null;
  return (
    <div className={styles.notice}>
      <Banner
        tone="information"
        action={
          state === 'offered' && (
            <Button kind="primary" onClick={apply}>
              {t('apply')}
            </Button>
          )
        }
      >
        {t(state)}
      </Banner>
    </div>
  );
}
