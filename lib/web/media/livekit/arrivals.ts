import { Track, type ElementInfo } from 'livekit-client';
import { picturesOf } from '../shown-pictures';
import { elementSize } from './element-size';

type Kind = 'audio' | 'video';

/** What is looked at of a track that somebody publishes: livekit-client's RemoteTrackPublication. */
export interface WatchedPublication {
  readonly isMuted: boolean;
  /** LiveKit is asked for it; not while nobody sees the picture. */
  readonly isEnabled: boolean;
  readonly track?:
    | {
        readonly mediaStreamTrack: MediaStreamTrack;
        readonly getRTCStatsReport: () => Promise<RTCStatsReport | undefined>;
      }
    | undefined;
  readonly videoTrack?: WatchedPicture | object | undefined;
}

interface WatchedPicture {
  readonly sid?: string | undefined;
  readonly observeElementInfo: (info: ElementInfo) => void;
  readonly stopObservingElementInfo: (info: ElementInfo) => void;
}

/** Whose media is watched: livekit-client's RemoteParticipant. */
export interface WatchedParticipant {
  readonly getTrackPublication: (source: Track.Source) => WatchedPublication | undefined;
  readonly trackPublications: ReadonlyMap<string, WatchedPublication>;
}

/** What arrives from one participant through LiveKit. */
export interface LiveKitArrivals {
  readonly stream: MediaStream;
  readonly screen: MediaStream | null;
  readonly hasAudio: boolean;
  readonly hasVideo: boolean;
  /** All that it sends is here: nothing that it does not send any more is waited for. */
  readonly isWhole: boolean;
  /** Whether what it sends of a kind is here, or it sends none of it and says so. */
  readonly carries: (kind: Kind) => boolean;
  /** What comes goes into this stream from now on, each kind as soon as it is here. */
  readonly place: (stream: MediaStream) => void;
  /** Nothing but LiveKit fills its stream any more. */
  readonly settle: () => void;
  /** Looks what there is; asks the browser whether something of it arrived. */
  readonly look: (participant: WatchedParticipant | undefined) => Promise<void>;
  readonly silence: (silent: boolean) => void;
  readonly end: () => void;
}

/**
 * In so many looks there must be more before it takes a leg's place: what has just begun to come may stand
 * still again, until its size is settled.
 */
const steadyLooks = 3;

const sources: Record<Kind, Track.Source> = {
  audio: Track.Source.Microphone,
  video: Track.Source.Camera,
};

/** Watches what arrives from one participant. */
export function watchParticipant(): LiveKitArrivals {
  let stream = new MediaStream();
  let screen: MediaStream | null = null;
  let participant: WatchedParticipant | undefined;
  let silent = false;
  let ended = false;
  // What came of each track when it was last looked at, and in how many looks there was more.
  const came = new WeakMap<MediaStreamTrack, { readonly count: number; readonly looks: number }>();
  const looksOf = (track: MediaStreamTrack): number => came.get(track)?.looks ?? 0;
  // Pictures that LiveKit kept back because nobody saw them: they are there for whoever looks, and come only then.
  const unseen = new WeakSet<MediaStreamTrack>();
  // What of the stream LiveKit fills: in its own all, in a leg's what has arrived once.
  let filled = new Set<Kind>(['audio', 'video']);
  // What a leg brought before, for as long as legs bring something.
  const byLeg = new Map<Kind, MediaStreamTrack>();
  const sizes = new Map<HTMLVideoElement, { readonly stop: () => void; readonly of: string }>();

  const publication = (source: Track.Source): WatchedPublication | undefined =>
    participant?.getTrackPublication(source);
  const trackOf = (source: Track.Source): MediaStreamTrack | null =>
    publication(source)?.track?.mediaStreamTrack ?? null;
  const comes = (source: Track.Source): boolean => {
    const track = trackOf(source);
    const isThere = track !== null && (looksOf(track) > 0 || unseen.has(track));
    return isThere && publication(source)?.isMuted === false;
  };

  const fill = (into: MediaStream, kind: Kind, track: MediaStreamTrack | null): void => {
    const there = into.getTracks().filter((one) => one.kind === kind);
    if (track !== null && !there.includes(track)) into.addTrack(track);
    for (const one of there) if (one !== track) into.removeTrack(one);
  };
  const fillFromLiveKit = (kind: Kind, track: MediaStreamTrack | null): void => {
    const leg = byLeg.get(kind);
    // What LiveKit brought is gone before the legs are over: they still bring it.
    if (track === null && leg?.readyState === 'live') {
      filled.delete(kind);
      fill(stream, kind, leg);
    } else fill(stream, kind, track);
  };
  const takeOver = (kind: Kind): void => {
    if (filled.has(kind)) return;
    const leg = stream.getTracks().find((one) => one.kind === kind);
    if (leg !== undefined) byLeg.set(kind, leg);
    filled.add(kind);
  };
  const arrange = (): void => {
    for (const kind of ['audio', 'video'] as const) {
      const track = trackOf(sources[kind]);
      if (track !== null) {
        if (publication(sources[kind])?.isEnabled === false) unseen.add(track);
        track.enabled = !silent;
        if (looksOf(track) >= steadyLooks) takeOver(kind);
      }
      // What a leg brings stays until LiveKit has something better.
      if (filled.has(kind)) fillFromLiveKit(kind, track);
    }
    const shared = trackOf(Track.Source.ScreenShare);
    if (shared === null) screen = null;
    else if (screen?.getVideoTracks()[0] !== shared) screen = new MediaStream([shared]);
    if (screen !== null) {
      const sound = trackOf(Track.Source.ScreenShareAudio);
      if (sound !== null) sound.enabled = !silent;
      fill(screen, 'audio', sound);
    }
    observe();
  };
  /** Tells LiveKit in which sizes the pictures are seen. */
  const observe = (): void => {
    // Who went is looked at once more by a look that was under way.
    if (ended) return;
    const wanted = [
      { stream, track: publication(Track.Source.Camera)?.videoTrack },
      { stream: screen, track: publication(Track.Source.ScreenShare)?.videoTrack },
    ].flatMap(({ stream: of, track }) =>
      of === null || !track || !('observeElementInfo' in track)
        ? []
        : picturesOf(of).map((element) => ({ element, track })),
    );
    for (const [element, { stop, of }] of [...sizes]) {
      if (wanted.some((one) => one.element === element && one.track.sid === of)) continue;
      stop();
      sizes.delete(element);
    }
    for (const { element, track } of wanted) {
      if (sizes.has(element)) continue;
      const info = elementSize(element);
      track.observeElementInfo(info);
      sizes.set(element, {
        of: track.sid ?? '',
        stop: () => track.stopObservingElementInfo(info),
      });
    }
  };
  const receive = async (source: Track.Source): Promise<void> => {
    const remote = publication(source)?.track;
    const track = remote?.mediaStreamTrack;
    if (remote === undefined || !track || looksOf(track) >= steadyLooks) return;
    let count = 0;
    (await remote.getRTCStatsReport())?.forEach((entry: unknown) => {
      count += receivedIn(entry, track.kind);
    });
    const before = came.get(track) ?? { count: 0, looks: 0 };
    if (count > before.count) came.set(track, { count, looks: before.looks + 1 });
  };

  return {
    get stream() {
      return stream;
    },
    get screen() {
      return screen;
    },
    get hasAudio() {
      return comes(Track.Source.Microphone);
    },
    get hasVideo() {
      return comes(Track.Source.Camera);
    },
    get isWhole() {
      if (participant === undefined) return false;
      const all = [...participant.trackPublications.values()];
      return all.length > 0 && all.every(isHere);
    },
    carries(kind) {
      const of = publication(sources[kind]);
      return of !== undefined && isHere(of);
    },
    place(next) {
      if (next === stream) return;
      stream = next;
      filled = new Set();
      byLeg.clear();
      arrange();
    },
    settle() {
      filled = new Set(['audio', 'video']);
      byLeg.clear();
    },
    async look(now) {
      participant = now;
      arrange();
      await Promise.all(Object.values(Track.Source).map(receive));
      arrange();
    },
    silence(on) {
      silent = on;
      arrange();
    },
    end() {
      ended = true;
      for (const { stop } of sizes.values()) stop();
      sizes.clear();
    },
  };

  function isHere({ isMuted, isEnabled, track }: WatchedPublication): boolean {
    // A picture that is not seen is not sent, and not waited for.
    if (isMuted || !isEnabled) return true;
    if (track === undefined) return false;
    const isFilled = filled.has(track.mediaStreamTrack.kind === 'audio' ? 'audio' : 'video');
    return looksOf(track.mediaStreamTrack) >= (isFilled ? 1 : steadyLooks);
  }
}

/** Packets of sound or whole pictures that one entry of a report tells of. */
function receivedIn(entry: unknown, kind: string): number {
  if (typeof entry !== 'object' || entry === null) return 0;
  if (Reflect.get(entry, 'type') !== 'inbound-rtp' || Reflect.get(entry, 'kind') !== kind) return 0;
  return Number(Reflect.get(entry, kind === 'video' ? 'framesDecoded' : 'packetsReceived') ?? 0);
}
