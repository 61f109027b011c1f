'use client';

import clsx from 'clsx';
import { Bell, BellOff } from 'lucide-react';
import { useTranslations } from 'use-intl';

import type { DeviceEntry } from '@/lib/platform/own';
import styles from './device-card.module.css';

/** The ways by which a device or a part of it is rung, and whether each would ring now. */
export function WaysToRing({
  channels,
  rings,
}: {
  readonly channels: Readonly<DeviceEntry['channels']>;
  /** Whether its person lets it ring at all. */
  readonly rings: boolean;
}) {
  const t = useTranslations('settings.devices');
  if (channels.length === 0) return <p className={styles.none}>{t('noWay')}</p>;
  return (
    <ul aria-label={t('rung')} className={styles.waysList}>
      {channels.map((channel) => {
        const would = rings && channel.rings;
        const Icon = would ? Bell : BellOff;
        const name = t(`channel.${channel.kind}`);
        const words = t(would ? 'channelRings' : 'channelSilent', { channel: name });
        return (
          <li
            key={channel.id}
            className={clsx(styles.way, would && styles.would)}
            title={words}
            aria-label={words}
          >
            <Icon aria-hidden="true" size={13} />
            <span aria-hidden="true">{name}</span>
          </li>
        );
      })}
    </ul>
  );
}
