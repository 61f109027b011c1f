import type { OwnTracks } from '../capture';

/** What a line of a leg carries. */
export type Slot = keyof OwnTracks;

const places = {
  audio: { kind: 'audio', at: 0 },
  video: { kind: 'video', at: 0 },
  screen: { kind: 'video', at: 1 },
  screenAudio: { kind: 'audio', at: 1 },
} as const satisfies Record<Slot, { kind: 'audio' | 'video'; at: 0 | 1 }>;

/** All that a line may carry. */
export const slots = ['audio', 'video', 'screen', 'screenAudio'] as const satisfies readonly Slot[];

/** The kind of a slot's track. */
export function kindOf(slot: Slot): 'audio' | 'video' {
  return places[slot].kind;
}

/** What of a connection tells its lines. */
export type Lines = Pick<
  RTCPeerConnection,
  'getTransceivers' | 'localDescription' | 'remoteDescription'
>;

/**
 * The line of a leg that carries something, by the rule that both ends follow: the first line of a kind is voice or
 * face, the second is a screen or its sound, in the order of the SDP's `m=` lines (transceivers stand in the order
 * in which each end made its own). Undefined: there is none yet.
 */
export function lineOf(connection: Lines, slot: Slot): RTCRtpTransceiver | undefined {
  const { kind, at } = places[slot];
  return linesOf(connection, kind)[at];
}

/** What a line carries; null: nothing that this rule names. */
export function slotOf(connection: Lines, line: RTCRtpTransceiver): Slot | null {
  return slots.find((slot) => lineOf(connection, slot) === line) ?? null;
}

/** The lines of a kind in the order of the `m=` lines; those that no description names yet come last. */
export function linesOf(connection: Lines, kind: 'audio' | 'video'): RTCRtpTransceiver[] {
  const order = midsOf(connection);
  const placeOf = ({ mid }: RTCRtpTransceiver): number => {
    const place = mid ? order.indexOf(mid) : -1;
    return place < 0 ? order.length : place;
  };
  return connection
    .getTransceivers()
    .filter((line) => line.receiver.track.kind === kind && line.direction !== 'stopped')
    .sort((one, other) => placeOf(one) - placeOf(other));
}

function midsOf({ localDescription, remoteDescription }: Lines): string[] {
  const longest = [localDescription?.sdp ?? '', remoteDescription?.sdp ?? '']
    .map((sdp) => [...sdp.matchAll(/^a=mid:(\S+)/gm)].map(([, mid = '']) => mid))
    .sort((one, other) => other.length - one.length);
  return longest[0] ?? [];
}
