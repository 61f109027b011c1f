import type { VideoProfileName } from '@/lib/call/video-profile';
import type { LegEnd, LegRecord } from '@/lib/platform/leg-record';
import { createStore } from '../../store';
import { noTracks, type OwnTracks } from '../capture';
import {
  noMedia,
  type IceServers,
  type MediaEvents,
  type MediaPeer,
  type MediaSession,
  type MediaSignal,
  type PeerMedia,
} from '../session';
import { sameMedia } from '../same-media';
import { verificationDigits } from '../verification';
import { createFreshServers, runsOut } from './fresh-servers';
import { createLeg, type Leg } from './leg';
import { careForLeg, type LegCare } from './leg-care';
import { connectionSettings, type VideoCodecs } from './policy';
import type { LegSignalling } from './signalling';

/** What the direct engine needs of its surroundings. */
export interface DirectParts {
  readonly signalling: LegSignalling;
  readonly iceServers: IceServers;
  /** Asks the server for fresh ones, which come by `setIceServers`. */
  readonly renewIceServers: () => Promise<void>;
  /** Whether legs carry a picture from their first offer. */
  readonly withVideo: boolean;
  readonly profile: VideoProfileName;
  readonly videoCodecs: VideoCodecs;
  readonly events: MediaEvents;
}

/** So many legs that are over are remembered for the diagnostics. */
const mostRecords = 20;

/** Every so many ms the legs are looked at; every fourth time the browser's counts too. */
const beat = 250;

/** Every so many ms somebody's loudness is heard: the shortest "yes" lasts longer. */
const hearing = 50;

/** What may stall. */
const sources = ['microphone', 'camera'] as const;

interface Connected {
  readonly leg: Leg;
  readonly care: LegCare;
  /** What its connection looks for a path with. */
  iceServers: IceServers;
}

/** The media of a room as direct connections to each other participant (direct-media.md). */
export function createDirectSession(parts: DirectParts): MediaSession {
  const { signalling, events } = parts;
  const peers = createStore<ReadonlyMap<string, PeerMedia>>(new Map());
  const videoPaused = createStore(false);
  const verification = createStore<string | null>(null);
  const legs = new Map<string, Connected>();
  // Legs that failed or were ended: not opened again before the list comes anew.
  const over = new Set<string>();
  const written: LegRecord[] = [];
  let listed: readonly MediaPeer[] = [];
  const fresh = createFreshServers(parts.iceServers, parts.renewIceServers);
  let tracks: OwnTracks = noTracks;
  let held = false;
  let beats = 0;
  let closed = false;

  const outgoing = (): OwnTracks => (held ? noTracks : tracks);

  const show = (): void => {
    const next = new Map<string, PeerMedia>();
    for (const { uuid } of listed) next.set(uuid, legs.get(uuid)?.care.view() ?? noMedia);
    if (!sameMedia(peers.get(), next)) peers.set(next);
  };

  const add = (peer: MediaPeer, offerer: boolean): Leg => {
    const iceServers = fresh.current();
    const leg = createLeg({
      peer: peer.uuid,
      offerer,
      oneByOne: peer.profile === 'outside',
      screen: peer.profile === 'outside' ? 'instead' : offerer ? 'opens' : 'awaits',
      connection: new RTCPeerConnection(connectionSettings(iceServers.servers)),
      signalling,
      videoCodecs: parts.videoCodecs,
      onChange: () => {
        show();
        void verify();
      },
      onEnded: () => end(peer.uuid, 'there'),
    });
    leg.arrivals.state.subscribe(show);
    leg.arrivals.silence(held);
    leg.senders.send(outgoing());
    legs.set(peer.uuid, { leg, care: careForLeg(leg, Date.now()), iceServers });
    shareUplink();
    return leg;
  };
  const end = (uuid: string, why: LegEnd): void => {
    const ended = legs.get(uuid);
    if (!ended) return;
    legs.delete(uuid);
    over.add(uuid);
    written.push(write(ended, why));
    written.splice(0, written.length - mostRecords);
    // Of any other end the other side hears by the server.
    ended.leg.close(why === 'no_path' ? 'tell' : 'silently');
    shareUplink();
    show();
    void verify();
    // Nobody looks again at what stalled on it.
    if (legs.size === 0) for (const kind of sources) events.onStalled(kind, false);
  };
  const write = ({ leg, care }: Connected, why: LegEnd | null): LegRecord => {
    const record = care.record(Date.now(), why);
    const call = leg.call();
    if (call !== null) events.onRecord(call, record);
    return record;
  };
  const equip = (connected: Connected): void => {
    const { connection } = connected.leg;
    connected.iceServers = fresh.current();
    const { servers } = connected.iceServers;
    connection.setConfiguration({ ...connection.getConfiguration(), iceServers: [...servers] });
  };
  const restart = (uuid: string): void => {
    const waiting = legs.get(uuid);
    fresh.whenFresh(() => {
      if (waiting === undefined || legs.get(uuid) !== waiting) return;
      if (waiting.iceServers !== fresh.current()) equip(waiting);
      waiting.leg.restart();
    });
  };
  const shareUplink = (): void => {
    const { profile } = parts;
    const share = { profile, peers: legs.size, sharing: outgoing().screen !== null };
    for (const { care } of legs.values()) care.share(share);
  };

  const openLegs = (): void => {
    for (const peer of listed) {
      const open = peer.offer === 'me' && !legs.has(peer.uuid) && !over.has(peer.uuid);
      if (open) add(peer, true).open(parts.withVideo || tracks.video !== null);
    }
  };

  const verify = async (): Promise<void> => {
    const [only, ...others] = legs.values();
    const prints = others.length === 0 ? only?.leg.fingerprints() : undefined;
    const digits = prints ? await verificationDigits(...prints) : null;
    // Another leg may have come or gone meanwhile.
    if (legs.size === 1 || digits === null) verification.set(digits);
  };

  const look = (): void => {
    const now = Date.now();
    for (const [uuid, { leg, care }] of [...legs]) {
      leg.arrivals.look();
      const decision = care.transport(now);
      if (decision === 'restart') restart(uuid);
      if (decision === 'give_up') {
        end(uuid, 'no_path');
        events.onGivenUp(uuid);
      }
    }
    beats += 1;
    if (beats % 4 === 0) void count(now);
    else for (const { care } of legs.values()) void care.glance(now);
    show();
  };
  const count = async (now: number): Promise<void> => {
    const own = outgoing();
    await Promise.all([...legs.values()].map(({ care }) => care.count(now, own)));
    if (closed) return;
    const all = [...legs.values()];
    videoPaused.set(
      all.length > 0 && own.video !== null && all.every(({ care }) => care.picturePaused()),
    );
    if (all.length === 0) return;
    for (const kind of sources) {
      events.onStalled(
        kind,
        all.every(({ care }) => care.stalled(kind)),
      );
    }
  };
  const timer = setInterval(look, beat);
  const ear = setInterval(() => {
    for (const { care } of legs.values()) care.hear();
  }, hearing);

  return {
    peers,
    videoPaused,
    verification,
    setPeers(next, how) {
      const before = new Map(listed.map((peer) => [peer.uuid, peer]));
      listed = next;
      for (const uuid of [...legs.keys()]) {
        if (!next.some((peer) => peer.uuid === uuid)) end(uuid, 'there');
      }
      if (how === 'anew') over.clear();
      for (const peer of next) {
        // Whoever comes back may be called again.
        if (peer.connected && before.get(peer.uuid)?.connected === false) over.delete(peer.uuid);
      }
      openLegs();
      for (const { uuid, sharesScreen } of next) {
        if (sharesScreen) legs.get(uuid)?.leg.senders.expectScreen();
      }
      show();
    },
    receive(signal: MediaSignal) {
      const uuid = signal.data.peer;
      if (signal.name === 'new_offer') {
        // A new offer replaces what was there (a reload of the other end).
        end(uuid, 'replaced');
        const peer = listed.find((one) => one.uuid === uuid);
        add(
          peer ?? {
            uuid,
            offer: 'peer',
            profile: 'ringway',
            connected: true,
            onLiveKit: false,
            sharesScreen: false,
            sends: true,
          },
          false,
        );
      }
      legs.get(uuid)?.leg.receive(signal);
    },
    send(next) {
      const shared = outgoing().screen !== null;
      tracks = next;
      for (const { leg } of legs.values()) leg.senders.send(outgoing());
      if (shared !== (outgoing().screen !== null)) shareUplink();
    },
    hold(on) {
      held = on;
      for (const { leg } of legs.values()) {
        leg.senders.send(outgoing());
        leg.arrivals.silence(on);
      }
      shareUplink();
    },
    restart() {
      for (const uuid of legs.keys()) restart(uuid);
    },
    setIceServers(servers) {
      fresh.take(servers);
      // Other servers make the next offer look for a new path (RFC 8829, 4.1.18), so that a leg gets them
      // with its own restart; before they run out all the same, since the other end may restart too.
      for (const connected of legs.values()) {
        if (runsOut(connected.iceServers, Date.now())) equip(connected);
      }
    },
    flowing() {
      const now = Date.now();
      return [...legs].filter(([, { care }]) => care.flows(now)).map(([uuid]) => uuid);
    },
    records: () => [
      ...written,
      ...[...legs.values()].map(({ care }) => care.record(Date.now(), null)),
    ],
    tellRecords() {
      for (const connected of legs.values()) write(connected, null);
    },
    close(why) {
      closed = true;
      clearInterval(timer);
      clearInterval(ear);
      for (const uuid of [...legs.keys()]) end(uuid, why);
    },
  };
}
