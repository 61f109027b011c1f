'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog, DialogActions } from '@/components/ui/dialog';
import { Field, TextInput } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { notify } from '@/components/ui/notices';
import { useProblemText } from '@/components/ui/problem-words';
import type { DeviceEntry } from '@/lib/platform/own';
import { useChangeDevice, useRemoveDevice } from '@/lib/web/hooks/devices';
import { useSeparatePart } from '@/lib/web/hooks/pairing';
import type { DevicePart } from './device-parts';
import { RingTest } from './ring-test';

/** Gives a device another name. */
export function RenameDialog({
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

/** Asks before a device is taken away. */
export function RemoveDialog({
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

/** Asks before a part becomes a device of its own again. */
export function SeparateDialog({
  device,
  part: { name, channels },
  onClose,
}: {
  readonly device: DeviceEntry;
  readonly part: DevicePart;
  readonly onClose: () => void;
}) {
  const t = useTranslations('settings.pairing');
  const problemText = useProblemText();
  const separate = useSeparatePart();
  const channel = channels[0]?.id;
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('separateTitle', { name })}
      description={t('separateText')}
      action={t('separate')}
      busy={separate.isPending}
      onConfirm={() => {
        if (channel === undefined) return;
        separate.mutate(
          { device: device.id, channel },
          {
            onError: (error) => notify({ tone: 'bad', text: problemText(error) }),
            onSuccess: () => {
              notify({ tone: 'good', text: t('separated', { name }) });
              onClose();
            },
          },
        );
      }}
    />
  );
}

/** Rings a device as a test and shows how it goes. */
export function RingDialog({
  device: { id, name, channels },
  onClose,
}: {
  readonly device: DeviceEntry;
  readonly onClose: () => void;
}) {
  const t = useTranslations('settings.devices');
  const names = [name, ...channels.map((channel) => channel.name)];
  return (
    <Dialog open onClose={onClose} title={t('testTitle', { name })} description={t('testText')}>
      <RingTest device={{ id, names }} words={t('testStart')} kind="primary" />
    </Dialog>
  );
}
