'use client';

import { useTranslations } from 'use-intl';

import { Select } from '@/components/ui/field';
import { useMediaDevices } from '@/lib/web/hooks/page';

/** Which microphone, camera or speaker; nothing where there are not two to choose among. */
export function DeviceSelect({ kind }: { readonly kind: 'microphone' | 'camera' | 'speaker' }) {
  const t = useTranslations('check');
  const tControls = useTranslations('call.controls');
  const devices = useMediaDevices();
  const found = {
    microphone: devices.microphones,
    camera: devices.cameras,
    speaker: devices.speakers,
  }[kind];
  if (found.length < 2) return null;
  return (
    <Select
      aria-label={t(`${kind}.choose`)}
      value={devices[kind] ?? found[0]?.id}
      onChange={(event) => devices.choose(kind, event.target.value)}
    >
      {found.map(({ id, label }, index) => (
        <option key={id} value={id}>
          {label || tControls('numberedDevice', { kind, number: index + 1 })}
        </option>
      ))}
    </Select>
  );
}
