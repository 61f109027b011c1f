import type { LegEnd, LegRecord } from '@/lib/platform/leg-record';
import type { Media } from '@/lib/platform/room';
import { backOffDelay } from '../stream/back-off';
import { createStore, type Store } from '../store';
import { noTracks, type OwnTracks } from './capture';
import { iceServersOf } from './ice-servers';
import type { LiveKitAccess, LiveKitSession } from './livekit/engine';
import { sameMedia } from './same-media';
import {
  noMedia,
  soundOf,
  type IceServers,
  type MediaPeer,
  type MediaSession,
  type MediaSignal,
  type PeerMedia,
} from './session';

/** What carries media: one's own legs, or LiveKit. */
export type MediaEngine = 'direct' | 'livekit';

/** What the media of a room needs of its surroundings. */
export interface RoomMediaParts {
  readonly openDirect: (iceServers: IceServers) => MediaSession;
  /** Loads LiveKit and connects to it; rejects when its code could not be loaded. */
  readonly openLiveKit: (access: LiveKitAccess) => Promise<LiveKitSession>;
}

/**
 * The media of one room, whatever carries it. It goes from legs to LiveKit at most once, with the legs kept
 * until everybody's media flows there (direct-media.md, `media_change`): what comes from a person stays in one
 * stream throughout, so that neither picture nor sound begins anew.
 */
export interface RoomMedia extends Omit<MediaSession, 'setIceServers'> {
  /** What carries it: LiveKit once what I send is there, and what others send arrives through it. */
  readonly engine: Store<MediaEngine>;
  /** Whether media goes by legs, from person to person, if only until it flows through LiveKit. */
  readonly hasLegs: () => boolean;
  /** How it travels by the server's word, or the same anew. `moved`: from where it went until now. */
  readonly take: (media: Media, how: 'same' | 'moved') => void;
  /** Everybody's media flows through LiveKit: the legs are over. */
  readonly settle: () => void;
}

/** Opens the media of a room. */
export function openRoomMedia(parts: RoomMediaParts, first: Media): RoomMedia {
  const peers = createStore<ReadonlyMap<string, PeerMedia>>(new Map());
  const videoPaused = createStore(false);
  const verification = createStore<string | null>(null);
  const engine = createStore<MediaEngine>('direct');
  let direct: MediaSession | null = null;
  let liveKit: LiveKitSession | null = null;
  let access: LiveKitAccess | null = null;
  let listed: readonly MediaPeer[] = [];
  let tracks: OwnTracks = noTracks;
  let held = false;
  let closed = false;
  let written: readonly LegRecord[] = [];
  const isClosed = (): boolean => closed;

  const show = (): void => {
    const next = new Map(listed.map(({ uuid }) => [uuid, viewOf(uuid)]));
    if (!sameMedia(peers.get(), next)) peers.set(next);
    videoPaused.set((liveKit ?? direct)?.videoPaused.get() ?? false);
    verification.set(liveKit === null ? (direct?.verification.get() ?? null) : null);
    // Once it flowed there it does not go back: what is lost comes back by LiveKit itself.
    if (liveKit?.flowsBothWays() === true) engine.set('livekit');
  };
  const viewOf = (uuid: string): PeerMedia => {
    const byLeg = direct?.peers.get().get(uuid);
    const byLiveKit = liveKit?.peers.get().get(uuid);
    if (byLiveKit === undefined) return byLeg ?? noMedia;
    return byLeg === undefined || byLeg.leg === 'none' ? byLiveKit : together(byLeg, byLiveKit);
  };

  const follow = ({ peers: its, videoPaused: paused, verification: code }: MediaStores): void => {
    for (const store of [its, paused, code]) store.subscribe(show);
  };
  const openDirect = (media: Media): void => {
    direct = parts.openDirect(iceServersOf(media, Date.now()));
    follow(direct);
    direct.hold(held);
    direct.send(tracks);
  };
  const openLiveKit = async (): Promise<void> => {
    for (let failures = 1; !isClosed() && access !== null; failures += 1) {
      try {
        const asked = access;
        const opened = await parts.openLiveKit(asked);
        if (isClosed()) {
          opened.close('here');
          return;
        }
        liveKit = opened;
        follow(opened);
        opened.hold(held);
        opened.send(tracks);
        // It may have gone on under another name while the code came.
        if (access !== asked) opened.move(access);
        tellLiveKit(opened);
        show();
        return;
      } catch {
        const delay = backOffDelay(failures, Math.random());
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
  };
  const tellLiveKit = (to: LiveKitSession, how: 'changed' | 'anew' = 'anew'): void => {
    for (const { uuid } of listed) {
      const stream = direct?.peers.get().get(uuid)?.stream;
      if (stream) to.place(uuid, stream);
    }
    to.setPeers(listed, how);
  };

  const take = (media: Media, how: 'same' | 'moved'): void => {
    if (media.mode === 'direct' || media.iceServers !== undefined) {
      if (direct !== null) direct.setIceServers(iceServersOf(media, Date.now()));
      // It was asked for while the legs were still needed; once they are over none is opened.
      else if (engine.get() === 'direct' && liveKit === null) openDirect(media);
    }
    if (media.mode === 'direct') return;
    const isNew = access === null;
    access = { url: media.url, token: media.token };
    if (isNew) void openLiveKit();
    else if (how === 'moved') liveKit?.move(access);
    else liveKit?.setAccess(access);
  };
  take(first, 'same');

  return {
    peers,
    videoPaused,
    verification,
    engine,
    hasLegs: () => direct !== null,
    take,
    settle() {
      engine.set('livekit');
      const legs = direct;
      direct = null;
      written = legs?.records() ?? written;
      legs?.close('moved');
      liveKit?.settle();
      show();
    },
    setPeers(next, how) {
      listed = next;
      direct?.setPeers(
        next.filter(({ offer }) => offer !== null),
        how,
      );
      if (liveKit !== null) tellLiveKit(liveKit, how);
      show();
    },
    receive(signal: MediaSignal) {
      direct?.receive(signal);
    },
    send(next) {
      tracks = next;
      direct?.send(next);
      liveKit?.send(next);
    },
    hold(on) {
      held = on;
      direct?.hold(on);
      liveKit?.hold(on);
    },
    restart() {
      direct?.restart();
    },
    flowing: () => [...new Set([...(direct?.flowing() ?? []), ...(liveKit?.flowing() ?? [])])],
    records: () => [...written, ...(direct?.records() ?? []), ...(liveKit?.records() ?? [])],
    tellRecords() {
      direct?.tellRecords();
      liveKit?.tellRecords();
    },
    close(why: LegEnd) {
      closed = true;
      direct?.close(why);
      liveKit?.close(why);
    },
  };
}

type MediaStores = Pick<MediaSession, 'peers' | 'videoPaused' | 'verification'>;

/** What comes from a person while both carry it: each kind is in the leg's stream, from where it comes. */
function together(byLeg: PeerMedia, byLiveKit: PeerMedia): PeerMedia {
  const flows = byLiveKit.leg === 'flowing';
  const stream = byLeg.stream ?? byLiveKit.stream;
  return {
    stream,
    sound: soundOf(stream),
    screen: byLiveKit.screen ?? byLeg.screen,
    hasVideo: byLeg.hasVideo || byLiveKit.hasVideo,
    hasAudio: byLeg.hasAudio || byLiveKit.hasAudio,
    leg: flows ? byLiveKit.leg : byLeg.leg,
    quality: flows ? byLiveKit.quality : byLeg.quality,
    audioLevel: Math.max(byLeg.audioLevel, byLiveKit.audioLevel),
  };
}
