'use client';

import { BellRing, ChevronRight, Laptop, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';

import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { PushEntry } from '@/lib/platform/pushes';
import type { AdminDevice } from '@/lib/web/hooks/admin';
import { Facts } from './facts';
import { PushDialog } from './push-dialog';
import { usePushTimes } from './push-time';
import { pushTones } from './push-words';
import styles from './pushes.module.css';
import { RingDevice } from './ring-device';

/** A device: what it is, by what it is rung, its last push, and a button that rings it for real. */
export function DeviceCard({ device }: { readonly device: AdminDevice }) {
  const t = useTranslations('admin.pushes');
  const [ringing, setRinging] = useState(false);
  const [shown, setShown] = useState<PushEntry | null>(null);
  const Icon = device.kind === 'web' || device.kind === 'outside' ? Laptop : Smartphone;
  return (
    <li className={styles.device}>
      <div className={styles.deviceHead}>
        <Icon aria-hidden="true" size={22} />
        <span className={styles.deviceName}>
          <strong>{device.name}</strong>
          <Seen device={device} />
        </span>
        <Reach device={device} />
      </div>
      <DeviceFacts device={device} />
      {device.last_push ? (
        <LastPush push={device.last_push} onOpen={setShown} />
      ) : (
        <Facts facts={[[t('devices.lastPush'), t('devices.noPush')]]} />
      )}
      <Button
        width="wide"
        icon={<BellRing aria-hidden="true" size={18} />}
        aria-label={t('ring.buttonNamed', { name: device.name })}
        onClick={() => setRinging(true)}
      >
        {t('ring.button')}
      </Button>
      {ringing && <RingDevice device={device} onClose={() => setRinging(false)} />}
      {shown && <PushDialog push={shown} onClose={() => setShown(null)} />}
    </li>
  );
}

function Seen({ device }: { readonly device: AdminDevice }) {
  const t = useTranslations('settings.devices');
  const format = useFormatter();
  if (device.connected) return <span>{t('connected')}</span>;
  return (
    <span>
      {t('seen', {
        date: format.dateTime(new Date(device.last_seen), {
          dateStyle: 'medium',
          timeStyle: 'short',
        }),
      })}
    </span>
  );
}

function Reach({ device: { ring, reachable } }: { readonly device: AdminDevice }) {
  const t = useTranslations('admin.pushes.devices');
  if (!ring) return <Badge tone="warning">{t('off')}</Badge>;
  return reachable ? (
    <Badge tone="good">{t('ringing')}</Badge>
  ) : (
    <Badge tone="bad">{t('unreachable')}</Badge>
  );
}

function DeviceFacts({ device }: { readonly device: AdminDevice }) {
  const t = useTranslations('admin.pushes.devices');
  const tPushes = useTranslations('admin.pushes');
  const tFacts = useTranslations('admin.pushes.facts');
  const { moment } = usePushTimes();
  const { environment, app_key: appKey, certificate_name: certificate } = device;
  return (
    <Facts
      facts={[
        [t('kindLabel'), t(`kind.${device.kind}`)],
        [t('registered'), moment(device.registered)],
        [t('channels'), <Channels key="channels" channels={device.channels} />],
        [tFacts('appKey'), appKey && <code>{appKey}</code>],
        [tFacts('certificateName'), certificate && <code>{certificate}</code>],
        [tFacts('environment'), environment && tPushes(`environment.${environment}`)],
      ]}
    />
  );
}

function Channels({ channels }: Pick<AdminDevice, 'channels'>) {
  const t = useTranslations('admin.pushes.devices');
  if (channels.length === 0) return t('noChannels');
  return (
    <ul className={styles.channels}>
      {channels.map(({ id, kind, name, rings }) => (
        <li key={id}>
          <span>{t(`channel.${kind}`)}</span>
          <span className={styles.soft}>{name}</span>
          <Badge tone={rings ? 'good' : 'plain'}>{t(rings ? 'rings' : 'silent')}</Badge>
        </li>
      ))}
    </ul>
  );
}

function LastPush({
  push,
  onOpen,
}: {
  readonly push: PushEntry;
  readonly onOpen: (push: PushEntry) => void;
}) {
  const t = useTranslations('admin.pushes');
  const { short, span } = usePushTimes();
  const words = [
    push.status ? String(push.status) : null,
    push.reason,
    push.latency_ms === null ? null : span(push.latency_ms),
    short(push.queued),
  ].filter((word) => word !== null);
  return (
    <button
      type="button"
      className={styles.lastPush}
      aria-description={t('devices.open')}
      onClick={() => onOpen(push)}
    >
      <span className={styles.lastWords}>
        <span className={styles.soft}>{t('devices.lastPush')}</span>
        <span>{words.join(' · ')}</span>
      </span>
      <Badge tone={pushTones[push.state]}>{t(`state.${push.state}`)}</Badge>
      <ChevronRight aria-hidden="true" size={18} />
    </button>
  );
}
