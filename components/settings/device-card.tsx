'use client';

import { BellRing, Laptop, MoreHorizontal, Pencil, Smartphone, Trash2, Unlink } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';

import { Badge } from '@/components/ui/badge';
import { Row } from '@/components/ui/group';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu';
import { notify } from '@/components/ui/notices';
import { useProblemText } from '@/components/ui/problem-words';
import { Switch } from '@/components/ui/switch';
import type { DeviceEntry } from '@/lib/platform/own';
import { useChangeDevice } from '@/lib/web/hooks/devices';
import styles from './device-card.module.css';
import { RemoveDialog, RenameDialog, RingDialog, SeparateDialog } from './device-dialogs';
import { partsOf, systemOf, type DevicePart } from './device-parts';
import { WaysToRing } from './ways-to-ring';

type Asked = 'nothing' | 'rename' | 'remove' | 'ring' | DevicePart;

/** One physical device: whether it rings and by which ways, its parts, and what can be done with it. */
export function DeviceCard({ device }: { readonly device: DeviceEntry }) {
  const t = useTranslations('settings.devices');
  const problemText = useProblemText();
  const [asked, setAsked] = useState<Asked>('nothing');
  const change = useChangeDevice();
  const { id, name, ring } = device;
  const rings = change.isPending ? (change.variables.ring ?? ring) : ring;
  const parts = partsOf(device);
  const close = () => setAsked('nothing');
  const system = systemOf(device);
  const Icon = system === 'iOS' || system === 'Android' ? Smartphone : Laptop;
  return (
    <div className={styles.card}>
      <Row
        icon={<Icon aria-hidden="true" size={22} />}
        label={name}
        detail={<Presence device={device} />}
      >
        <Switch
          aria-label={t('rings', { name })}
          checked={rings}
          onChange={(event) =>
            change.mutate(
              { id, ring: event.target.checked },
              { onError: (error) => notify({ tone: 'bad', text: problemText(error) }) },
            )
          }
        />
        <DeviceMenu device={device} onAsk={setAsked} />
      </Row>
      {parts.length > 1 ? (
        <ul aria-label={t('parts', { name })} className={styles.parts}>
          {parts.map((part) => (
            <Part key={part.id} part={part} rings={rings} onSeparate={() => setAsked(part)} />
          ))}
        </ul>
      ) : (
        <div className={styles.ways}>
          <WaysToRing channels={device.channels} rings={rings} />
        </div>
      )}
      {asked === 'rename' && <RenameDialog device={device} onClose={close} />}
      {asked === 'remove' && <RemoveDialog device={device} onClose={close} />}
      {asked === 'ring' && <RingDialog device={device} onClose={close} />}
      {typeof asked === 'object' && <SeparateDialog device={device} part={asked} onClose={close} />}
    </div>
  );
}

function DeviceMenu({
  device: { name, current },
  onAsk,
}: {
  readonly device: DeviceEntry;
  readonly onAsk: (asked: 'rename' | 'remove' | 'ring') => void;
}) {
  const t = useTranslations('settings.devices');
  return (
    <Menu
      trigger={
        <IconButton label={t('more', { name })}>
          <MoreHorizontal aria-hidden="true" size={20} />
        </IconButton>
      }
    >
      <MenuItem icon={<BellRing aria-hidden="true" size={18} />} onSelect={() => onAsk('ring')}>
        {t('test')}
      </MenuItem>
      <MenuItem icon={<Pencil aria-hidden="true" size={18} />} onSelect={() => onAsk('rename')}>
        {t('rename')}
      </MenuItem>
      {!current && (
        <>
          <MenuLine />
          <MenuItem
            kind="danger"
            icon={<Trash2 aria-hidden="true" size={18} />}
            onSelect={() => onAsk('remove')}
          >
            {t('remove')}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

function Part({
  part,
  rings,
  onSeparate,
}: {
  readonly part: DevicePart;
  readonly rings: boolean;
  readonly onSeparate: () => void;
}) {
  const t = useTranslations('settings.pairing');
  return (
    <li className={styles.part}>
      <div className={styles.partWords}>
        <span>{part.name}</span>
        <WaysToRing channels={part.channels} rings={rings} />
      </div>
      <IconButton label={t('separateNamed', { name: part.name })} onClick={onSeparate}>
        <Unlink aria-hidden="true" size={18} />
      </IconButton>
    </li>
  );
}

function Presence({ device }: { readonly device: DeviceEntry }) {
  const t = useTranslations('settings.devices');
  const format = useFormatter();
  if (device.current) return <Badge tone="accent">{t('current')}</Badge>;
  if (!device.ring) return t('off');
  if (device.connected) return t('connected');
  return t('seen', {
    date: format.dateTime(new Date(device.last_seen), { dateStyle: 'medium', timeStyle: 'short' }),
  });
}
