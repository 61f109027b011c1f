import {
  candidateTypes,
  type CandidateType,
  type LegEnd,
  type LegRecord,
} from '@/lib/platform/leg-record';
import { larger, type LegCounts, type PictureSize } from './statistics';

/** What a leg's record is written from, second by second. Times in ms since 1970. */
export interface LegTally {
  readonly begunAt: number;
  readonly connectedAt: number | null;
  readonly last: LegCounts | null;
  /** How many seconds had which round trip (ms). */
  readonly roundTrips: ReadonlyMap<number, number>;
  readonly pictureIn: PictureSeen;
  readonly pictureOut: PictureSeen;
  readonly restedMs: number;
}

/** For how long (ms) a picture moved, and the largest that it was. */
interface PictureSeen {
  readonly size: PictureSize | null;
  readonly ms: number;
}

const unseen: PictureSeen = { size: null, ms: 0 };

/** A leg begins. */
export function beginTally(now: number): LegTally {
  return {
    begunAt: now,
    connectedAt: null,
    last: null,
    roundTrips: new Map(),
    pictureIn: unseen,
    pictureOut: unseen,
    restedMs: 0,
  };
}

/** Media can flow; later restarts change nothing of when that was first. */
export function tallyConnected(tally: LegTally, now: number): LegTally {
  return tally.connectedAt === null ? { ...tally, connectedAt: now } : tally;
}

/** One more second of a leg; `rests`: my picture rests because too little is left for it. */
export function tallyCounts(tally: LegTally, counts: LegCounts, rests: boolean): LegTally {
  const { last } = tally;
  const elapsed = Math.max(0, counts.at - (last?.at ?? tally.connectedAt ?? counts.at));
  const seen = (was: PictureSeen, size: PictureSize | null, moves: boolean): PictureSeen => ({
    size: larger(was.size, size),
    ms: was.ms + (moves ? elapsed : 0),
  });
  return {
    ...tally,
    last: counts,
    roundTrips: addTo(tally.roundTrips, counts.roundTripMs),
    pictureIn: seen(
      tally.pictureIn,
      counts.pictureIn,
      counts.framesDecoded > (last?.framesDecoded ?? 0),
    ),
    pictureOut: seen(
      tally.pictureOut,
      counts.pictureOut,
      counts.framesEncoded > (last?.framesEncoded ?? 0),
    ),
    restedMs: tally.restedMs + (rests ? elapsed : 0),
  };
}

function addTo(seen: ReadonlyMap<number, number>, value: number | null) {
  return value === null ? seen : new Map(seen).set(value, (seen.get(value) ?? 0) + 1);
}

/** The record of a leg (call-rules.md, Media); `end` null: it goes on. */
export function writeLegRecord(
  tally: LegTally,
  {
    now,
    restarts,
    end,
  }: { readonly now: number; readonly restarts: number; readonly end: LegEnd | null },
): LegRecord {
  const { begunAt, connectedAt, last } = tally;
  const lost = Math.max(0, last?.packetsLost ?? 0);
  const connectedMs = last === null || connectedAt === null ? 0 : last.at - connectedAt;
  const bitrate = (bytes = 0): number =>
    connectedMs > 0 ? Math.round((bytes * 8) / connectedMs) : 0;
  return {
    engine: 'direct',
    duration_ms: Math.max(0, Math.round(now - begunAt)),
    connected_after_ms:
      connectedAt === null ? null : Math.max(0, Math.round(connectedAt - begunAt)),
    path: pathOf(last),
    round_trip_ms: spreadOf(tally.roundTrips),
    loss_in: percentOf(lost, lost + (last?.packetsReceived ?? 0)),
    loss_out: percentOf(last?.packetsLostThere ?? 0, last?.packetsSent ?? 0),
    concealed: percentOf(last?.concealedSamples ?? 0, last?.audioSamples ?? 0),
    freezes: { count: last?.freezes ?? 0, duration_ms: Math.round(last?.freezesMs ?? 0) },
    picture_in: pictureOf(tally.pictureIn, last?.framesDecoded ?? 0),
    picture_out: pictureOf(tally.pictureOut, last?.framesEncoded ?? 0),
    bitrate_in: {
      audio: bitrate(last?.audioBytesReceived),
      video: bitrate(last?.videoBytesReceived),
    },
    bitrate_out: { audio: bitrate(last?.audioBytesSent), video: bitrate(last?.videoBytesSent) },
    picture_rested_ms: Math.round(tally.restedMs),
    restarts,
    end,
  };
}

function pathOf(counts: LegCounts | null): LegRecord['path'] {
  const local = candidateType(counts?.localCandidate);
  const remote = candidateType(counts?.remoteCandidate);
  if (local === null || remote === null) return null;
  const relay = counts?.relayProtocol;
  return {
    local,
    remote,
    protocol: counts?.protocol === 'tcp' ? 'tcp' : 'udp',
    relay: relay === 'udp' || relay === 'tcp' || relay === 'tls' ? relay : null,
  };
}

function candidateType(text: string | null | undefined): CandidateType | null {
  return candidateTypes.find((type) => type === text) ?? null;
}

/** Smallest, middle and largest of values that were seen so often each. */
function spreadOf(seen: ReadonlyMap<number, number>): LegRecord['round_trip_ms'] {
  const sorted = [...seen].sort(([one], [other]) => one - other);
  const all = sorted.reduce((total, [, times]) => total + times, 0);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (!least || !most) return null;
  let before = 0;
  const middle = sorted.find(([, times]) => (before += times) * 2 >= all) ?? most;
  return { min: least[0], median: middle[0], max: most[0] };
}

/** In per cent, with one decimal; null where there was nothing. */
function percentOf(part: number, whole: number): number | null {
  if (whole <= 0) return null;
  return Math.round(Math.min(1, Math.max(0, part / whole)) * 1_000) / 10;
}

function pictureOf({ size, ms }: PictureSeen, frames: number): LegRecord['picture_in'] {
  if (size === null || frames === 0) return null;
  return { ...size, frames_per_second: ms > 0 ? Math.round((frames * 10_000) / ms) / 10 : 0 };
}
