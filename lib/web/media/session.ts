import type { LegEnd, LegRecord } from '@/lib/platform/leg-record';
import type { Quality } from '../call/view';
import type { StreamEvent, StreamEventOf } from '../stream/events';
import type { Store } from '../store';
import type { OwnTracks } from './capture';

/** Another participant, as the media engine needs it: the server's entry in its own words. */
export interface MediaPeer {
  readonly uuid: string;
  /** Who offers, by the server's word (direct-media.md); null: no leg goes there. */
  readonly offer: 'me' | 'peer' | null;
  readonly profile: 'ringway' | 'outside';
  /** Its event stream is open. */
  readonly connected: boolean;
  /** By its own word its media flows through LiveKit. */
  readonly onLiveKit: boolean;
  /** By its own word it shares a screen: whoever offered opens lines for it. */
  readonly sharesScreen: boolean;
  /** False: by its own word it sends nothing, whose first track nobody waits for. */
  readonly sends: boolean;
}

/** What arrives from a participant. */
export interface PeerMedia {
  readonly leg: 'none' | 'connecting' | 'flowing' | 'reconnecting';
  readonly stream: MediaStream | null;
  /** The track of sound in it now; another engine brings another. */
  readonly sound: MediaStreamTrack | null;
  /** A screen that it shares, with its sound; null: none. */
  readonly screen: MediaStream | null;
  readonly hasVideo: boolean;
  readonly hasAudio: boolean;
  readonly quality: Quality;
  readonly audioLevel: number;
}

/** The track of sound that a stream has now. */
export function soundOf(stream: MediaStream | null): MediaStreamTrack | null {
  return stream?.getAudioTracks()[0] ?? null;
}

/** Nothing arrives. */
export const noMedia: PeerMedia = {
  leg: 'none',
  stream: null,
  sound: null,
  screen: null,
  hasVideo: false,
  hasAudio: false,
  quality: 'unknown',
  audioLevel: 0,
};

const signalNames = [
  'new_offer',
  'new_answer',
  'update_sdp',
  'offer_ignored',
  'new_candidate',
  'peer_disconnect',
] as const;

/** Where a way to the other end is found. */
export interface IceServers {
  readonly servers: readonly RTCIceServer[];
  /** When their credentials run out, ms since 1970; null: they have none. */
  readonly goodUntil: number | null;
}

/** An event of the room that concerns media. */
export type MediaSignal = StreamEventOf<(typeof signalNames)[number]>;

/** Whether an event is a {@link MediaSignal}. */
export function isMediaSignal(event: StreamEvent): event is MediaSignal {
  return signalNames.some((name) => name === event.name);
}

/** What the page must know of its media beside what it shows. */
export interface MediaEvents {
  /** Media with this participant could not be had, or had again, in time. */
  readonly onGivenUp: (peer: string) => void;
  /** Something that is captured and should be sent is not; false: it is again. */
  readonly onStalled: (kind: 'microphone' | 'camera', stalled: boolean) => void;
  /** How a leg was, by my `call_uuid` of it, or all of LiveKit: at its end, or as the page may go away. */
  readonly onRecord: (call: string, record: LegRecord) => void;
}

/** The media of one room; the page does not know which engine carries it (call-rules.md, Media). */
export interface MediaSession {
  readonly peers: Store<ReadonlyMap<string, PeerMedia>>;
  /** My picture rests because too little is left for it. */
  readonly videoPaused: Store<boolean>;
  /** The code both people can compare; null unless exactly two are connected directly. */
  readonly verification: Store<string | null>;
  /** Who is in the room. `anew`: the list came whole, so that what failed before is tried again. */
  readonly setPeers: (peers: readonly MediaPeer[], how: 'changed' | 'anew') => void;
  readonly receive: (signal: MediaSignal) => void;
  /** What goes out; nothing does while held. */
  readonly send: (tracks: OwnTracks) => void;
  /** On hold nothing goes out, and nothing is heard. */
  readonly hold: (held: boolean) => void;
  /** The network changed: every leg looks for a new path at once. */
  readonly restart: () => void;
  readonly setIceServers: (servers: IceServers) => void;
  /** From whom something still arrives (call-rules.md 17, 18). */
  readonly flowing: () => readonly string[];
  /** How each leg was, or is until now: nothing of the content. */
  readonly records: () => readonly LegRecord[];
  /** The page may go away: what is known of the legs that stand is told now. */
  readonly tellRecords: () => void;
  readonly close: (why: LegEnd) => void;
}
