import {
  ConnectionQuality,
  ConnectionState,
  DisconnectReason,
  ExternalE2EEKeyProvider,
  LogLevel,
  Room,
  RoomEvent,
  setLogLevel,
} from 'livekit-client';
import type { VideoProfileName } from '@/lib/call/video-profile';
import type { LegEnd, LegRecord } from '@/lib/platform/leg-record';
import { backOffDelay } from '../../stream/back-off';
import { createStore } from '../../store';
import { noTracks, type OwnTracks } from '../capture';
import { sameMedia } from '../same-media';
import { noMedia, soundOf, type MediaPeer, type MediaSession, type PeerMedia } from '../session';
import { watchPictures } from '../shown-pictures';
import { watchParticipant, type LiveKitArrivals } from './arrivals';
import {
  pictureOptions,
  roomOptions,
  screenOptions,
  screenSoundOptions,
  speechOptions,
} from './policy';
import { createPublisher } from './publisher';
import { watchLiveKitQuality } from './quality';

/** Where LiveKit is, and what opens it for a minute (platform-api.md 4). */
export interface LiveKitAccess {
  readonly url: string;
  readonly token: string;
}

/** What the engine needs of its surroundings. */
export interface LiveKitParts {
  readonly access: LiveKitAccess;
  /** Asks the server for a fresh token, which comes by `setAccess`. */
  readonly renew: () => Promise<void>;
  readonly profile: VideoProfileName;
  readonly videoCodec: 'vp8' | 'h264';
  /** The key of an encrypted meeting, of its link alone; null: it is not encrypted. */
  readonly key: string | null;
  /** How media between here and LiveKit was: at its end, or as the page may go away. */
  readonly onRecord: (record: LegRecord) => void;
}

/** The media of one room through LiveKit. */
export interface LiveKitSession extends Omit<
  MediaSession,
  'receive' | 'setIceServers' | 'restart'
> {
  /** The next connection takes it. */
  readonly setAccess: (access: LiveKitAccess) => void;
  /** The room goes on under another name at LiveKit. */
  readonly move: (access: LiveKitAccess) => void;
  /** What a leg brings from this participant goes on in the same stream. */
  readonly place: (peer: string, stream: MediaStream) => void;
  /** Whether what comes from it by a leg comes through LiveKit, too (call-rules.md: nothing ends before). */
  readonly carries: (peer: string, kind: 'audio' | 'video') => boolean;
  /** Legs bring nothing any more: what is still of theirs in a stream goes. */
  readonly settle: () => void;
  /** Mine is there, and what others send arrives: their legs are not needed any more. */
  readonly flowsBothWays: () => boolean;
}

// What it says of each connection is nobody's business; what fails shows.
setLogLevel(LogLevel.silent);

/** How often it is looked at, ms: levels and what arrives tell nothing by themselves. */
const beat = 250;

/** Who says that it sends nothing, and still publishes nothing after so long, ms, is not just coming in. */
const publishesWithin = 5_000;

const startWorker = (...how: ConstructorParameters<typeof Worker>): Worker => new Worker(...how);

/** The browser's workers that encrypt, made only for meetings that are encrypted. */
function encryption(key: string) {
  const keyProvider = new ExternalE2EEKeyProvider();
  // LiveKit's own file as it is. The bundler takes `new Worker` for a file of ours, and starts it with what it
  // puts before each of them; this way it only copies it.
  const program = new URL('livekit-client/e2ee-worker', import.meta.url);
  const worker = startWorker(program, { type: 'module' });
  return { keyProvider, worker, ready: keyProvider.setKey(key) };
}

/** Connects to LiveKit, and comes back to it until it is closed. */
export function createLiveKitSession(parts: LiveKitParts): LiveKitSession {
  const { renew, profile, videoCodec } = parts;
  const sealed = parts.key === null ? null : encryption(parts.key);
  const room = new Room({
    ...roomOptions,
    ...(sealed && { encryption: { keyProvider: sealed.keyProvider, worker: sealed.worker } }),
  });
  const peers = createStore<ReadonlyMap<string, PeerMedia>>(new Map());
  const videoPaused = createStore(false);
  const verification = createStore<string | null>(null);
  const arrivals = new Map<string, LiveKitArrivals>();
  const levels = new Map<string, number>();
  const met = new Set<string>();
  let listed: readonly MediaPeer[] = [];
  let { access } = parts;
  let tracks: OwnTracks = noTracks;
  let held = false;
  let closed = false;
  let connecting = false;
  let beats = 0;
  let flowed = false;
  let written: LegRecord | null = null;
  const quality = watchLiveKitQuality(Date.now());
  const isClosed = (): boolean => closed;
  const isAway = (): boolean => room.state === ConnectionState.Disconnected;

  const arrivalsOf = (uuid: string): LiveKitArrivals => {
    const known = arrivals.get(uuid);
    if (known !== undefined) return known;
    const met = watchParticipant();
    // Whoever comes while the call is on hold is not heard, either.
    met.silence(held);
    arrivals.set(uuid, met);
    return met;
  };
  const viewOf = (uuid: string): PeerMedia => {
    const { stream, screen, hasAudio, hasVideo } = arrivalsOf(uuid);
    const participant = room.remoteParticipants.get(uuid);
    if (participant !== undefined) met.add(uuid);
    const level = Math.max(
      held ? 0 : (participant?.audioLevel ?? 0),
      (levels.get(uuid) ?? 0) * 0.7,
    );
    levels.set(uuid, level);
    const isConnected = room.state === ConnectionState.Connected;
    const flows = isConnected && participant !== undefined;
    return {
      ...noMedia,
      stream,
      sound: soundOf(stream),
      screen,
      hasAudio,
      hasVideo,
      leg: flows ? 'flowing' : met.has(uuid) ? 'reconnecting' : 'connecting',
      quality: flows ? qualityOf(participant.connectionQuality) : 'unknown',
      // In steps, so that silence changes nothing.
      audioLevel: Math.round(level * 20) / 20,
    };
  };
  // Since when somebody is inside and publishes nothing, ms since 1970.
  const silentSince = new Map<string, number>();
  const publishesNothing = (uuid: string): boolean => {
    if (room.remoteParticipants.get(uuid)?.trackPublications.size !== 0) {
      silentSince.delete(uuid);
      return false;
    }
    const since = silentSince.get(uuid) ?? Date.now();
    silentSince.set(uuid, since);
    return Date.now() - since >= publishesWithin;
  };
  const inside = (uuid: string): boolean =>
    room.state === ConnectionState.Connected && room.remoteParticipants.has(uuid);
  const flowsBothWays = (): boolean =>
    room.state === ConnectionState.Connected &&
    publisher.isThere() &&
    listed.every(
      ({ uuid, connected, onLiveKit, sends }) =>
        !connected ||
        (inside(uuid) &&
          (onLiveKit || arrivalsOf(uuid).isWhole || (publishesNothing(uuid) && !sends))),
    );
  const show = (): void => {
    if (closed) return;
    const next = new Map(listed.map(({ uuid }) => [uuid, viewOf(uuid)]));
    // Whether it flows both ways may change with time alone.
    const flows = flowsBothWays();
    if (flows === flowed && sameMedia(peers.get(), next)) return;
    flowed = flows;
    peers.set(next);
  };
  const look = async (): Promise<void> => {
    await Promise.all(
      listed.map(({ uuid }) => arrivalsOf(uuid).look(room.remoteParticipants.get(uuid))),
    );
    show();
  };
  const lookSoon = (): void => void look();

  const publisher = createPublisher(
    room,
    (slot) => {
      switch (slot) {
        case 'audio':
          return speechOptions();
        case 'video':
          return pictureOptions(profile === 'audio' ? '480p' : profile, videoCodec);
        case 'screen':
          return screenOptions();
        case 'screenAudio':
          return screenSoundOptions();
      }
    },
    lookSoon,
  );

  /** Tries until it is there, or closed; only one at a time does. */
  const connect = async (): Promise<void> => {
    if (connecting) return;
    connecting = true;
    for (let failures = 1; !isClosed() && isAway(); failures += 1) {
      try {
        if (sealed) {
          await sealed.ready;
          await room.setE2EEEnabled(true);
        }
        await room.connect(access.url, access.token, { maxRetries: 0 });
        if (isClosed()) await room.disconnect(false);
        else quality.connected(Date.now());
      } catch {
        if (isClosed()) break;
        const delay = backOffDelay(failures, Math.random());
        await new Promise((resolve) => setTimeout(resolve, delay));
        // It opens a connection for a minute only.
        if (!isClosed()) await renew().catch(() => undefined);
      }
    }
    connecting = false;
  };
  room.on(RoomEvent.Disconnected, (reason) => {
    // An attempt that failed ends in this, too, and the next one follows it by itself.
    if (closed || connecting || reason === DisconnectReason.CLIENT_INITIATED) return;
    show();
    // Whether there is still a place in the room the server knows: it says so, or gives a fresh token.
    void renew().then(connect, connect);
  });
  for (const event of [
    RoomEvent.ParticipantConnected,
    RoomEvent.ParticipantDisconnected,
    RoomEvent.TrackSubscribed,
    RoomEvent.TrackUnsubscribed,
    RoomEvent.TrackMuted,
    RoomEvent.TrackUnmuted,
    RoomEvent.ConnectionStateChanged,
    RoomEvent.ConnectionQualityChanged,
  ] as const) {
    room.on(event, lookSoon);
  }
  const stopWatching = watchPictures(lookSoon);
  const write = (why: LegEnd | null): void => {
    written = quality.record(Date.now(), why);
    if (written !== null) parts.onRecord(written);
  };
  room.on(RoomEvent.Reconnected, quality.reconnected);
  const timer = setInterval(() => {
    lookSoon();
    beats += 1;
    if (beats % 4 === 0) void quality.count(room, Date.now());
  }, beat);
  void connect();

  return {
    peers,
    videoPaused,
    verification,
    setAccess(next) {
      access = next;
    },
    move(next) {
      access = next;
      void room.disconnect(false).then(connect);
    },
    settle() {
      for (const one of arrivals.values()) one.settle();
      lookSoon();
    },
    setPeers(next) {
      listed = next;
      for (const [uuid, one] of arrivals) {
        if (next.some((peer) => peer.uuid === uuid)) continue;
        one.end();
        arrivals.delete(uuid);
        levels.delete(uuid);
        met.delete(uuid);
      }
      lookSoon();
    },
    send(next) {
      tracks = next;
      publisher.send(tracks, held);
    },
    hold(on) {
      held = on;
      publisher.send(tracks, held);
      for (const one of arrivals.values()) one.silence(on);
    },
    place(peer, stream) {
      arrivalsOf(peer).place(stream);
    },
    carries: (peer, kind) => inside(peer) && arrivalsOf(peer).carries(kind),
    flowsBothWays,
    flowing: () =>
      listed.flatMap(({ uuid }) => {
        const quality = room.remoteParticipants.get(uuid)?.connectionQuality;
        return inside(uuid) && quality !== ConnectionQuality.Lost ? [uuid] : [];
      }),
    records() {
      const record = written ?? quality.record(Date.now(), null);
      return record === null ? [] : [record];
    },
    tellRecords() {
      write(null);
      written = null;
    },
    close(why) {
      write(why);
      closed = true;
      clearInterval(timer);
      stopWatching();
      publisher.stop();
      for (const one of arrivals.values()) one.end();
      void room.disconnect(false).finally(() => sealed?.worker.terminate());
    },
  };
}

function qualityOf(quality: ConnectionQuality): PeerMedia['quality'] {
  switch (quality) {
    case ConnectionQuality.Poor:
    case ConnectionQuality.Lost:
      return 'poor';
    case ConnectionQuality.Good:
    case ConnectionQuality.Excellent:
      return 'good';
    default:
      return 'unknown';
  }
}
