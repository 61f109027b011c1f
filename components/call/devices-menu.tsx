'use client';

import { Settings2, Volume2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { Menu, MenuChoices, MenuItem, MenuLine, MenuNote, MenuSwitch } from '@/components/ui/menu';
import { thisBrowser } from '@/lib/web/browser';
import { useMediaDevices } from '@/lib/web/hooks/page';
import { useInApp } from '@/lib/web/hooks/shim';
import { tellShim } from '@/lib/web/shim/presence';
import { controlClass } from './control-button';

const kinds = ['microphone', 'camera', 'speaker'] as const;

/** Which microphone, camera and, where the browser lets one choose, speaker. */
export function DevicesMenu() {
  const t = useTranslations('call.controls');
  const lists = useDeviceLists();
  const inApp = useInApp();
  if (lists.length === 0 && !inApp) return null;
  return (
    <Menu
      over="call"
      side="top"
      align="center"
      trigger={
        <button
          type="button"
          aria-label={t('devices')}
          title={t('devices')}
          className={controlClass}
        >
          <Settings2 aria-hidden="true" size={22} />
        </button>
      }
    >
      <AudioRoutes />
      <DeviceChoices lists={lists} />
    </Menu>
  );
}

/** Where the sound goes: within the iPhone app the system's own choice; elsewhere the browser's list below. */
export function AudioRoutes() {
  const t = useTranslations('call.controls');
  if (!useInApp()) return null;
  return (
    <>
      <MenuItem
        icon={<Volume2 aria-hidden="true" size={20} />}
        onSelect={() => tellShim({ kind: 'show_audio_routes' })}
      >
        {t('speaker')}
      </MenuItem>
      <MenuLine />
    </>
  );
}

/** The lists themselves, for any menu, and what the browser does for the voice. */
export function DeviceChoices({ lists }: { readonly lists: readonly DeviceList[] }) {
  const t = useTranslations('call.controls');
  const { noiseSuppression, suppressNoise } = useMediaDevices();
  return (
    <>
      {lists.map(({ kind, label, chosen, choices, choose }, index) => (
        <div key={kind}>
          {index > 0 && <MenuLine />}
          <MenuChoices label={label} value={chosen} choices={choices} onPick={choose} />
        </div>
      ))}
      {noiseSuppression !== null && (
        <>
          <MenuLine />
          <MenuSwitch on={noiseSuppression} onChange={suppressNoise}>
            {t('noise')}
          </MenuSwitch>
        </>
      )}
      <BlurChoice />
    </>
  );
}

/** Whether the background is blurred; where that cannot be, why, and what does it there. */
function BlurChoice() {
  const t = useTranslations('call.blur');
  const { blur, chooseBlur, hasCamera } = useMediaDevices();
  const [{ system, family }] = useState(thisBrowser);
  if (!hasCamera) return null;
  if (blur === null) {
    const blursItself = system === 'ios' || (system === 'macos' && family === 'safari');
    return <MenuNote>{t(blursItself ? 'cannot.system' : 'cannot.browser')}</MenuNote>;
  }
  return (
    <MenuSwitch on={blur.on} onChange={(on) => chooseBlur({ ...blur, on })}>
      {t('switch')}
    </MenuSwitch>
  );
}

interface DeviceList {
  readonly kind: (typeof kinds)[number];
  readonly label: string;
  readonly chosen: string | null;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly choose: (id: string) => void;
}

/** What there is to choose among: kinds without any device are left out. */
export function useDeviceLists(): readonly DeviceList[] {
  const t = useTranslations('call.controls');
  const devices = useMediaDevices();
  const inApp = useInApp();
  const found = {
    microphone: devices.microphones,
    camera: devices.cameras,
    speaker: inApp ? [] : devices.speakers,
  };
  return kinds
    .filter((kind) => found[kind].length > 0)
    .map((kind) => ({
      kind,
      label: t(`deviceKind.${kind}`),
      // Until somebody chooses, the browser takes its first.
      chosen: devices[kind] ?? found[kind][0]?.id ?? null,
      // A browser that was not asked yet names no device.
      choices: found[kind].map(({ id, label }, index) => ({
        id,
        label: label || t('numberedDevice', { kind, number: index + 1 }),
      })),
      choose: (id) => devices.choose(kind, id),
    }));
}
