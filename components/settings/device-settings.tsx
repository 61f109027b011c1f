'use client';

import { useTranslations } from 'use-intl';

import { Group, Row } from '@/components/ui/group';
import { useMyDevices } from '@/lib/web/hooks/devices';
import { DeviceCard } from './device-card';
import { Loaded } from './loaded';

/** Every device that rings for the account, this one first. */
export function DeviceSettings() {
  const t = useTranslations('settings.devices');
  return (
    <Group title={t('title')} hint={t('hint')}>
      <Loaded query={useMyDevices()} rows={2}>
        {(devices) =>
          devices.length === 0 ? (
            <Row label="" detail={t('empty')} />
          ) : (
            devices
              .toSorted((one, other) => Number(other.current) - Number(one.current))
              .map((device) => <DeviceCard key={device.id} device={device} />)
          )
        }
      </Loaded>
    </Group>
  );
}
