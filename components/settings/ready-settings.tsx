'use client';

import { BellRing, ChevronRight, Video } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';

import { DeviceRingsButton } from '@/components/shell/device-rings';
import { Group, RowWords, tapRow } from '@/components/ui/group';
import { RingTest } from './ring-test';
import styles from './settings.module.css';

/** Whether this very device rings, and two ways to find out. */
export function ReadySettings() {
  const t = useTranslations('settings.ready');
  return (
    <Group title={t('title')} hint={t('testDetail')}>
      <DeviceRingsButton place="row" />
      <div className={styles.under}>
        <RingTest icon={<BellRing aria-hidden="true" size={18} />} words={t('test')} />
      </div>
      <Link href="/check" className={tapRow}>
        <Video aria-hidden="true" size={20} />
        <RowWords label={t('check')} />
        <ChevronRight aria-hidden="true" size={18} />
      </Link>
    </Group>
  );
}
