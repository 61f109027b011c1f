import {
  decideSpeech,
  decideVideo,
  startVideoCare,
  type SpeechLine,
  type VideoCare,
} from '@/lib/call/video-profile';
import { screenForPeers } from '@/lib/call/screen-profile';
import type { LegEnd, LegRecord } from '@/lib/platform/leg-record';
import type { OwnTracks } from '../capture';
import { beginTally, tallyConnected, tallyCounts, writeLegRecord } from '../leg-tally';
import { noMedia, soundOf, type PeerMedia } from '../session';
import {
  compareCounts,
  countLeg,
  isBadSecond,
  judgeQuality,
  stillFlows,
  unknownQuality,
  type LegCounts,
  type QualityWatch,
} from '../statistics';
import type { Leg } from './leg';
import {
  decideTransport,
  transportWell,
  watchTransport,
  type TransportDecision,
  type TransportWatch,
} from './negotiation';
import { pictureOf, type UplinkShare } from './policy';
import { isStalled, noStall, watchStall, type StallWatch } from './stall';

/** How a leg does over time: its path, its quality, its picture. Times in ms since 1970. */
export interface LegCare {
  /** Hears how loud it is now: a browser tells the level of one moment, and a short word lies between two looks. */
  readonly hear: () => void;
  /** What the page shows of it. */
  readonly view: () => PeerMedia;
  /** What to do about the path now. */
  readonly transport: (now: number) => TransportDecision;
  /** Looks at the browser's counts; about once a second. */
  readonly count: (now: number, own: OwnTracks) => Promise<void>;
  /**
   * Looks at the counts for the record alone, while the leg is young: of a call that is over within two
   * seconds the record would else say that there was neither sound nor picture.
   */
  readonly glance: (now: number) => Promise<void>;
  /** Share of the uplink with so many others. */
  readonly share: (share: UplinkShare) => void;
  readonly picturePaused: () => boolean;
  readonly stalled: (kind: 'microphone' | 'camera') => boolean;
  /** Whether something came from the other end in the last seconds. */
  readonly flows: (now: number) => boolean;
  /** How it was until now; `end` null: it goes on. */
  readonly record: (now: number, end: LegEnd | null) => LegRecord;
}

/** Something must have come within this to count as flowing, ms. */
const flowingWithin = 6_000;

/** A leg is young for so long after it connected, ms. */
const youngFor = 2_000;

/** Takes care of a leg. */
export function careForLeg(leg: Leg, begunAt: number): LegCare {
  let watch: TransportWatch = { ...transportWell, awaySince: begunAt, restartedAt: begunAt };
  let everConnected = false;
  let quality: QualityWatch = unknownQuality;
  let last: LegCounts | null = null;
  let tally = beginTally(begunAt);
  let flowedAt = 0;
  let level = 0;
  // Since the last look.
  let loudest = 0;
  let video: VideoCare = startVideoCare(begunAt);
  let speech: SpeechLine = 'narrow';
  let wanted: UplinkShare = { profile: '480p', peers: 1, sharing: false };
  const stalls: Record<'microphone' | 'camera', StallWatch> = {
    microphone: noStall,
    camera: noStall,
  };

  const shape = (): void => {
    leg.senders.shape(pictureOf(video, wanted), screenForPeers(wanted.peers, video.picture));
  };
  const carePicture = (counts: LegCounts, sendsPicture: boolean, now: number): void => {
    const next =
      sendsPicture && counts.availableBitrate !== null
        ? decideVideo(video, counts.availableBitrate, now)
        : video;
    const changed = next.picture !== video.picture;
    video = next;
    if (changed) shape();
  };
  const careSpeech = ({ availableBitrate }: LegCounts, hasPicture: boolean): void => {
    if (availableBitrate === null) return;
    speech = decideSpeech(speech, availableBitrate, hasPicture ? video.picture : 'none');
    leg.senders.shapeSpeech(speech);
  };
  const careStalls = (counts: LegCounts, own: OwnTracks, sendsPicture: boolean): void => {
    const sends = (track: MediaStreamTrack | null): boolean =>
      track !== null && track.readyState === 'live' && track.enabled && !track.muted;
    stalls.microphone = watchStall(stalls.microphone, counts.audioBytesSent, sends(own.audio));
    stalls.camera = watchStall(stalls.camera, counts.videoBytesSent, sendsPicture);
    if (stalls.microphone.rearmNow) leg.senders.rearm('audio');
    if (stalls.camera.rearmNow) leg.senders.rearm('video');
  };

  return {
    picturePaused: () => video.picture === 'paused',
    stalled: (kind) => isStalled(stalls[kind]),
    record: (now, end) => writeLegRecord(tally, { now, end, restarts: leg.restarts() }),
    flows: (now) =>
      now - flowedAt < flowingWithin && leg.connection.connectionState === 'connected',
    share(next) {
      wanted = next;
      shape();
    },
    transport(now) {
      const state = leg.connection.connectionState;
      watch = watchTransport(watch, state, now);
      if (state === 'connected' && !everConnected) {
        everConnected = true;
        tally = tallyConnected(tally, now);
        // The picture's care begins when there is a line to judge.
        video = startVideoCare(now);
      }
      const decision = decideTransport(watch, now);
      if (decision === 'restart') watch = { ...watch, restartedAt: now };
      return decision;
    },
    async count(now, own) {
      const report = await statsOf(leg.connection);
      if (report.length === 0) return;
      const counts = countLeg(report, now);
      const before = last;
      last = counts;
      tally = tallyCounts(tally, counts, video.picture === 'paused');
      if (leg.connection.connectionState !== 'connected') return;
      const sendsPicture =
        own.video?.readyState === 'live' && !own.video.muted && video.picture === 'sent';
      const showsSomething = own.video !== null || own.screen !== null;
      carePicture(counts, showsSomething, now);
      careSpeech(counts, showsSomething);
      careStalls(counts, own, sendsPicture);
      if (before === null) {
        flowedAt = now;
        return;
      }
      if (stillFlows(before, counts)) flowedAt = now;
      quality = judgeQuality(quality, isBadSecond(compareCounts(before, counts)));
    },
    async glance(now) {
      if (tally.connectedAt === null || now - tally.connectedAt > youngFor) return;
      const report = await statsOf(leg.connection);
      if (report.length > 0) tally = tallyCounts(tally, countLeg(report, now), false);
    },
    hear() {
      loudest = Math.max(loudest, leg.arrivals.audioLevel());
    },
    view() {
      const state = leg.connection.connectionState;
      const arriving = leg.arrivals.state.get();
      level = Math.max(loudest, leg.arrivals.audioLevel(), level * 0.7);
      loudest = 0;
      return {
        ...noMedia,
        ...arriving,
        sound: soundOf(arriving.stream),
        leg: state === 'connected' ? 'flowing' : everConnected ? 'reconnecting' : 'connecting',
        quality: state === 'connected' ? quality.quality : 'unknown',
        // In steps, so that silence changes nothing.
        audioLevel: Math.round(level * 20) / 20,
      };
    },
  };
}

async function statsOf(connection: RTCPeerConnection): Promise<[string, unknown][]> {
  const entries: [string, unknown][] = [];
  try {
    (await connection.getStats()).forEach((entry: unknown, id: string) => {
      entries.push([id, entry]);
    });
  } catch {
    // The connection closed while it was asked.
  }
  return entries;
}
