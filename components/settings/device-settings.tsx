'use client';

import { BellRing, Laptop, MoreHorizontal, Pencil, Smartphone, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';

import { Badge } from '@/components/ui/badge';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog, DialogActions } from '@/components/ui/dialog';
import { Field, TextInput } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { Group, Row } from '@/components/ui/group';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu';
import { notify } from '@/components/ui/notices';
import { useProblemText } from '@/components/ui/problem-words';
import { Switch } from '@/components/ui/switch';
import type { DeviceEntry } from '@/lib/platform/own';
import {
  useChangeDevice,
  useMyDevices,
  useRemoveDevice,
  useRingDevice,
} from '@/lib/web/hooks/devices';
import { Loaded } from './loaded';

/** Every device that rings for the account. */
export function DeviceSettings() {
  const t = useTranslations('settings.devices');
  return (
    <Group title={t('title')} hint={t('hint')}>
      <Loaded query={useMyDevices()} rows={2}>
        {(devices) =>
          devices.length === 0 ? (
            <Row label="" detail={t('empty')} />
          ) : (
            devices.map((device) => <DeviceRow key={device.id} device={device} />)
          )
        }
      </Loaded>
    </Group>
  );
}

type Asked = 'nothing' | 'rename' | 'remove';

function DeviceRow({ device }: { readonly device: DeviceEntry }) {
  const t = useTranslations('settings.devices');
  const problemText = useProblemText();
  const [asked, setAsked] = useState<Asked>('nothing');
  const change = useChangeDevice();
  const ring = useRingDevice();
  const { id, name } = device;
  const tell = (error: unknown) => notify({ tone: 'bad', text: problemText(error) });
  const Icon = device.kind === 'web' || device.kind === 'outside' ? Laptop : Smartphone;
  return (
    <Row
      icon={<Icon aria-hidden="true" size={22} />}
      label={name}
      detail={<Presence device={device} />}
    >
      <Switch
        aria-label={t('rings', { name })}
        checked={change.isPending ? (change.variables.ring ?? device.ring) : device.ring}
        onChange={(event) => change.mutate({ id, ring: event.target.checked }, { onError: tell })}
      />
      <Menu
        trigger={
          <IconButton label={t('more', { name })}>
            <MoreHorizontal aria-hidden="true" size={20} />
          </IconButton>
        }
      >
        <MenuItem
          icon={<BellRing aria-hidden="true" size={18} />}
          onSelect={() =>
            ring.mutate(id, {
              onError: tell,
              onSuccess: () => notify({ tone: 'information', text: t('testSent', { name }) }),
            })
          }
        >
          {t('test')}
        </MenuItem>
        <MenuItem
          icon={<Pencil aria-hidden="true" size={18} />}
          onSelect={() => setAsked('rename')}
        >
          {t('rename')}
        </MenuItem>
        {!device.current && (
          <>
            <MenuLine />
            <MenuItem
              kind="danger"
              icon={<Trash2 aria-hidden="true" size={18} />}
              onSelect={() => setAsked('remove')}
            >
              {t('remove')}
            </MenuItem>
          </>
        )}
      </Menu>
      {asked === 'rename' && <RenameDialog device={device} onClose={() => setAsked('nothing')} />}
      {asked === 'remove' && <RemoveDialog device={device} onClose={() => setAsked('nothing')} />}
    </Row>
  );
}

function Presence({ device }: { readonly device: DeviceEntry }) {
  const t = useTranslations('settings.devices');
  const format = useFormatter();
  if (device.current) return <Badge tone="accent">{t('current')}</Badge>;
  if (device.connected) return t('connected');
  return t(device.reachable ? 'reachableSeen' : 'awaySeen', {
    date: format.dateTime(new Date(device.last_seen), { dateStyle: 'medium', timeStyle: 'short' }),
  });
}

function RenameDialog({
  device,
  onClose,
}: {
  readonly device: DeviceEntry;
  readonly onClose: () => void;
}) {
  const t = useTranslations('settings.devices');
  const tSettings = useTranslations('settings.profile');
  const tCommon = useTranslations('common');
  const problemText = useProblemText();
  const change = useChangeDevice();
  const [missing, setMissing] = useState(false);
  return (
    <Dialog open onClose={onClose} title={t('renameTitle')}>
      <Form
        onSubmit={(field) => {
          const name = field('name').trim();
          setMissing(name === '');
          if (name !== '') change.mutate({ id: device.id, name }, { onSuccess: onClose });
        }}
      >
        {change.isError && <Banner tone="bad">{problemText(change.error)}</Banner>}
        <Field label={tSettings('name')} error={missing ? tSettings('nameMissing') : undefined}>
          {(control) => (
            <TextInput
              {...control}
              name="name"
              defaultValue={device.name}
              autoComplete="off"
              maxLength={80}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" kind="primary" busy={change.isPending}>
            {tCommon('save')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

function RemoveDialog({
  device: { id, name },
  onClose,
}: {
  readonly device: DeviceEntry;
  readonly onClose: () => void;
}) {
  const t = useTranslations('settings.devices');
  const problemText = useProblemText();
  const remove = useRemoveDevice();
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('removeTitle', { name })}
      description={t('removeText')}
      action={t('remove')}
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate(id, {
          onError: (error) => notify({ tone: 'bad', text: problemText(error) }),
          onSuccess: () => notify({ tone: 'good', text: t('removed', { name }) }),
        })
      }
    />
  );
}
