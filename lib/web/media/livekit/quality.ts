import type { Room } from 'livekit-client';
import type { LegEnd, LegRecord } from '@/lib/platform/leg-record';
import {
  beginTally,
  tallyConnected,
  tallyCounts,
  writeLegRecord,
  type LegTally,
} from '../leg-tally';
import { countLeg, larger, type LegCounts } from '../statistics';

/** How media between this page and LiveKit does, for the record of the call. Times in ms since 1970. */
export interface LiveKitQuality {
  /** Media can flow. */
  readonly connected: (now: number) => void;
  readonly reconnected: () => void;
  /** Looks at the browser's counts; about once a second. */
  readonly count: (room: Room, now: number) => Promise<void>;
  /** How it was until now; null: it never was. `end` null: it goes on. */
  readonly record: (now: number, end: LegEnd | null) => LegRecord | null;
}

/** Watches from `begunAt` on. */
export function watchLiveKitQuality(begunAt: number): LiveKitQuality {
  let tally: LegTally = beginTally(begunAt);
  let restarts = 0;
  return {
    connected(now) {
      tally = tallyConnected(tally, now);
    },
    reconnected() {
      restarts += 1;
    },
    async count(room, now) {
      const counts = await countRoom(room, now);
      if (counts !== null) tally = tallyCounts(tally, counts, false);
    },
    record: (now, end) =>
      tally.connectedAt === null
        ? null
        : { ...writeLegRecord(tally, { now, restarts, end }), engine: 'livekit' },
  };
}

/** The counts of all tracks of a room together; null: there are none. */
async function countRoom(room: Room, at: number): Promise<LegCounts | null> {
  const tracks = [room.localParticipant, ...room.remoteParticipants.values()]
    .flatMap(({ trackPublications }) => [...trackPublications.values()])
    .flatMap(({ track }) => (track === undefined ? [] : [track]));
  const reports = await Promise.all(
    tracks.map((track) => track.getRTCStatsReport().catch(() => undefined)),
  );
  const counted = reports.flatMap((report) => {
    if (report === undefined) return [];
    const entries: [string, unknown][] = [];
    report.forEach((entry: unknown, id: string) => entries.push([id, entry]));
    return [countLeg(entries, at)];
  });
  const [first, ...rest] = counted;
  return first === undefined ? null : rest.reduce(together, first);
}

function together(one: LegCounts, other: LegCounts): LegCounts {
  return {
    at: one.at,
    packetsReceived: one.packetsReceived + other.packetsReceived,
    packetsLost: one.packetsLost + other.packetsLost,
    audioSamples: one.audioSamples + other.audioSamples,
    concealedSamples: one.concealedSamples + other.concealedSamples,
    framesDecoded: one.framesDecoded + other.framesDecoded,
    framesEncoded: one.framesEncoded + other.framesEncoded,
    pictureIn: larger(one.pictureIn, other.pictureIn),
    pictureOut: larger(one.pictureOut, other.pictureOut),
    freezes: one.freezes + other.freezes,
    freezesMs: one.freezesMs + other.freezesMs,
    // One connection's report stands behind many tracks.
    pathAnswers: Math.max(one.pathAnswers, other.pathAnswers),
    audioBytesReceived: one.audioBytesReceived + other.audioBytesReceived,
    videoBytesReceived: one.videoBytesReceived + other.videoBytesReceived,
    audioBytesSent: one.audioBytesSent + other.audioBytesSent,
    videoBytesSent: one.videoBytesSent + other.videoBytesSent,
    packetsSent: one.packetsSent + other.packetsSent,
    packetsLostThere: one.packetsLostThere + other.packetsLostThere,
    roundTripMs: one.roundTripMs ?? other.roundTripMs,
    lossThere: one.lossThere ?? other.lossThere,
    availableBitrate: one.availableBitrate ?? other.availableBitrate,
    localCandidate: one.localCandidate ?? other.localCandidate,
    remoteCandidate: one.remoteCandidate ?? other.remoteCandidate,
    protocol: one.protocol ?? other.protocol,
    relayProtocol: one.relayProtocol ?? other.relayProtocol,
  };
}
