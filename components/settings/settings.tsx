'use client';

import { ChevronRight, ShieldCheck } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';

import { useMe } from '@/components/shell/me';
import { Group, RowWords, tapRow } from '@/components/ui/group';
import { CallSettings } from './call-settings';
import { DeviceSettings } from './device-settings';
import { LookSettings } from './look-settings';
import { PairingEntry } from './pairing-entry';
import { ProfileSettings } from './profile-settings';
import { ReadySettings } from './ready-settings';
import { SecuritySettings } from './security-settings';
import { SessionSettings } from './session-settings';
import styles from './settings.module.css';
import { SoundSettings } from './sound-settings';

/** Everything a person sets: for the account, for this browser and for the devices that ring. */
export function Settings() {
  const t = useTranslations('settings');
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>{t('title')}</h1>
      <ProfileSettings />
      <AdministrationLink />
      <ReadySettings />
      <PairingEntry />
      <CallSettings />
      <SoundSettings />
      <LookSettings />
      <DeviceSettings />
      <SessionSettings />
      <SecuritySettings />
    </div>
  );
}

/** On a phone administration is reached from here; a desktop has it in the side list. */
function AdministrationLink() {
  const t = useTranslations('shell');
  const administers = useMe().roles.some((role) => role !== 'member');
  if (!administers) return null;
  return (
    <div className={styles.narrowOnly}>
      <Group>
        <Link href="/admin" className={tapRow}>
          <ShieldCheck aria-hidden="true" size={20} />
          <RowWords label={t('administration')} />
          <ChevronRight aria-hidden="true" size={18} />
        </Link>
      </Group>
    </div>
  );
}
