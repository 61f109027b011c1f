import type { LegEnd, LegRecord } from '@/lib/platform/leg-record';
import type { CallPhase, Ending } from './view';

/** What is known of a call when its diagnostics are copied. */
export interface DiagnosedCall {
  readonly room: string | null;
  readonly kind: 'gateway' | 'conference';
  readonly phase: CallPhase;
  /** How each of its legs was, or is until now. */
  readonly records: readonly LegRecord[];
  /** ms since 1970 */
  readonly now: number;
}

/** The quality record as a text that a person sends to the administrator: nothing of the content. */
export function describeCall({ room, kind, phase, records, now }: DiagnosedCall): string {
  return [
    `Call ${room ?? '(never reached a room)'}, ${kind}, ${phase.phase}`,
    `Written ${new Date(now).toISOString()}`,
    ...records.flatMap(describeLeg),
    ...(records.length === 0 ? ['No media was exchanged.'] : []),
    ...(phase.phase === 'ended' ? [describeEnding(phase.ending)] : []),
  ].join('\n');
}

function describeEnding({ reason, cause, by }: Ending): string {
  return `Ended: ${reason}${cause ? `, ${cause}` : ''}, by ${by}`;
}

function describeLeg(record: LegRecord, place: number): string[] {
  const { connected_after_ms: connected, round_trip_ms: trip, freezes } = record;
  const end = record.end ?? 'goes on';
  const begun = connected === null ? 'never connected' : `connected after ${seconds(connected)}`;
  return [
    `${record.engine === 'livekit' ? 'LiveKit' : `Leg ${place + 1}`}: ${begun}, lasted ${seconds(record.duration_ms)}, ${record.restarts} restarts, end: ${end}`,
    `  Path: ${describePath(record.path)}`,
    `  Round trip: ${trip ? `${trip.median} ms (${trip.min} to ${trip.max})` : unknown}`,
    `  Lost: ${percent(record.loss_in)} received, ${percent(record.loss_out)} sent`,
    `  Sound: ${percent(record.concealed)} concealed, ${record.bitrate_in.audio} kbit/s in, ${record.bitrate_out.audio} kbit/s out`,
    `  Picture in: ${describePicture(record.picture_in, record.bitrate_in.video)}, frozen ${freezes.count} times (${seconds(freezes.duration_ms)})`,
    `  Picture out: ${describePicture(record.picture_out, record.bitrate_out.video)}, rested ${seconds(record.picture_rested_ms)}`,
  ];
}

const unknown = 'unknown';

function describePath(path: LegRecord['path']): string {
  if (path === null) return unknown;
  const relay = path.relay === null ? '' : `, relay by ${path.relay}`;
  return `${path.local} to ${path.remote}, ${path.protocol}${relay}`;
}

function describePicture(picture: LegRecord['picture_in'], bitrate: number): string {
  if (picture === null) return 'none';
  const { width, height, frames_per_second: rate } = picture;
  return `${width}x${height}, ${rate} frames/s, ${bitrate} kbit/s`;
}

function percent(share: number | null): string {
  return share === null ? unknown : `${share} %`;
}

function seconds(time: number): string {
  return `${Math.round(time / 100) / 10} s`;
}

/** Why the legs of a call that ended so were over. */
export function legEndOf({ by, cause }: Ending): LegEnd {
  switch (by) {
    case 'me':
      return cause === 'moved' ? 'moved' : 'here';
    case 'peer':
      return 'there';
    case 'server':
      return 'server';
  }
}
