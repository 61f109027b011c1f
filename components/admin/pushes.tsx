'use client';

import { useTranslations } from 'use-intl';

import { goToFragment } from '@/components/navigation/fragment';
import { Segmented } from '@/components/ui/segmented';
import { PushLog } from './push-log';
import { PushServices } from './push-services';
import styles from './pushes.module.css';

/** The push log, of everybody or of one account, and the push services. */
export function Pushes({
  part,
  account,
}: {
  readonly part: 'pushes' | 'services';
  readonly account: number | null;
}) {
  const t = useTranslations('admin.pushes.parts');
  return (
    <div className={styles.pushes}>
      <Segmented
        label={t('label')}
        value={part}
        choices={[
          { value: 'pushes', label: t('log') },
          { value: 'services', label: t('services') },
        ]}
        onChange={goToFragment}
      />
      {part === 'pushes' ? <PushLog account={account} /> : <PushServices />}
    </div>
  );
}
