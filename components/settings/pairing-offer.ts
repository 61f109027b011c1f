import type { DeviceEntry } from '@/lib/platform/own';
import { systemOf } from './device-parts';

/** Who was not seen for so long (ms) is not offered any more: a profile that is gone, most likely. */
const forgotten = 14 * 24 * 3_600_000;

/** The sign under which it is remembered that two devices are different ones. */
export function pairSign(one: string, other: string): string {
  return [one, other].toSorted().join('+');
}

/**
 * The device that may be the same as this one, so that a call rings twice on it: of the same system,
 * seen lately, and not told apart by its person. Null where nothing would be won by pairing.
 */
export function offeredPartner(
  devices: readonly DeviceEntry[],
  now: number,
  toldApart: readonly string[],
): DeviceEntry | null {
  const own = devices.find(({ current }) => current);
  if (own === undefined || own.kind === 'outside') return null;
  const system = systemOf(own);
  if (system === null) return null;
  const likely = devices.filter(
    (device) =>
      !device.current &&
      device.kind !== 'outside' &&
      device.ring &&
      systemOf(device) === system &&
      now - Date.parse(device.last_seen) < forgotten &&
      !toldApart.includes(pairSign(own.id, device.id)),
  );
  return likely.toSorted((a, b) => Date.parse(b.last_seen) - Date.parse(a.last_seen))[0] ?? null;
}
