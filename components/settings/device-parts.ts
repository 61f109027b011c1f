import type { DeviceEntry } from '@/lib/platform/own';

type Channel = DeviceEntry['channels'][number];

/** A part of a device (a tab, the installed app, the shim) with the ways by which it is rung. */
export interface DevicePart {
  readonly id: string;
  readonly name: string;
  readonly channels: readonly Channel[];
}

/** The parts of a device, each once, as its channels name them. */
export function partsOf({ channels }: Pick<DeviceEntry, 'channels'>): readonly DevicePart[] {
  const parts = new Map<string, DevicePart>();
  for (const channel of channels) {
    const part = parts.get(channel.part);
    parts.set(channel.part, {
      id: channel.part,
      name: channel.name,
      channels: [...(part?.channels ?? []), channel],
    });
  }
  return [...parts.values()];
}

/** Systems by the word that a device's own name ends with (lib/web/browser.ts), or by its kind. */
const systems = ['iOS', 'Android', 'macOS', 'Windows', 'Linux'] as const;

/** The system of a device, as far as its kind or a name that nobody changed tells it. */
export function systemOf(device: Pick<DeviceEntry, 'kind' | 'name' | 'channels'>): string | null {
  if (device.kind === 'ios') return 'iOS';
  if (device.kind === 'android') return 'Android';
  const names = [device.name, ...device.channels.map(({ name }) => name)];
  return systems.find((system) => names.some((name) => name.endsWith(`, ${system}`))) ?? null;
}

/** Whether the push service of a web device is Google's, which the mainland of China does not reach. */
export function isPushedByGoogle(names: readonly string[]): boolean {
  return names.some((name) => /^(?:Chrome|Edge|Browser), /.test(name) && !name.endsWith(', iOS'));
}
