import type { Incoming } from '@/lib/platform/calling';
import { fitCall } from '../fit';

/** Most of a VoIP push's payload, in bytes (ios-shim.md, PushKit and APNs). */
export const payloadLimit = 5_120;

/**
 * The payload of a VoIP push: the message of platform-api.md 3 beside an empty `aps`. Long names are cut
 * at graphemes; where eight graphemes of a name are too long still, the address stands for it.
 *
 * @throws RangeError when not even the addresses fit
 */
export function writePayload(incoming: Incoming): string {
  const whole = write(incoming);
  // The common case, without taking names apart.
  if (Buffer.byteLength(whole) <= payloadLimit) return whole;
  try {
    return fitCall(incoming, write, payloadLimit);
  } catch {
    const { remote_organisation: _, ...rest } = incoming;
    return fitCall({ ...rest, remote_display_name: incoming.remote_address }, write, payloadLimit);
  }
}

function write(incoming: Incoming): string {
  return JSON.stringify({ aps: {}, ...incoming });
}
