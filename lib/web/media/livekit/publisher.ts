import {
  ConnectionState,
  LocalAudioTrack,
  LocalTrack,
  LocalVideoTrack,
  RoomEvent,
  Track,
  type LocalTrackPublication,
  type Room,
  type TrackPublishOptions,
} from 'livekit-client';
import { backOffDelay } from '../../stream/back-off';
import type { OwnTracks } from '../capture';
import { createSerial } from '../serial';

/** What of one's own goes to LiveKit. */
export interface Publisher {
  /** What goes out from now on; nothing does while held. */
  readonly send: (tracks: OwnTracks, held: boolean) => void;
  /** Whether all that should go out is there. */
  readonly isThere: () => boolean;
  readonly stop: () => void;
}

type Slot = keyof OwnTracks;

const sources: Record<Slot, Track.Source> = {
  audio: Track.Source.Microphone,
  video: Track.Source.Camera,
  screen: Track.Source.ScreenShare,
  screenAudio: Track.Source.ScreenShareAudio,
};

/** These come and go with what is shared; the others stay and are muted, which is sooner undone. */
const passing: ReadonlySet<Slot> = new Set(['screen', 'screenAudio']);

interface Sent {
  /** Whose copy it is. */
  readonly of: MediaStreamTrack;
  readonly track: LocalTrack;
}

/**
 * Publishes copies of what is captured: LiveKit's client switches what it is given on and off, and the same
 * microphone may be in another call of this page, on hold or muted for itself.
 */
export function createPublisher(
  room: Room,
  optionsOf: (slot: Slot) => TrackPublishOptions,
  onChange: () => void,
): Publisher {
  const slots = (['audio', 'video', 'screen', 'screenAudio'] as const).map((slot) => ({
    slot,
    serial: createSerial(),
  }));
  const sent = new Map<Slot, Sent>();
  let wanted: OwnTracks = { audio: null, video: null, screen: null, screenAudio: null };
  let held = false;
  let stopped = false;
  const isStopped = (): boolean => stopped;
  let failures = 0;
  let again: ReturnType<typeof setTimeout> | undefined;

  const publicationOf = (slot: Slot): LocalTrackPublication | undefined =>
    room.localParticipant.getTrackPublication(sources[slot]);
  const mayPublish = (slot: Slot): boolean => {
    const allowed = room.localParticipant.permissions?.canPublishSources ?? [];
    return allowed.length === 0 || allowed.includes(Track.sourceToProto(sources[slot]));
  };
  const copyOf = (track: MediaStreamTrack): MediaStreamTrack => {
    const copy = track.clone();
    copy.contentHint = track.contentHint;
    return copy;
  };
  const forget = (slot: Slot): void => {
    sent.get(slot)?.track.mediaStreamTrack.stop();
    sent.delete(slot);
  };
  const publish = async (slot: Slot, of: MediaStreamTrack): Promise<void> => {
    const track = localTrack(copyOf(of));
    if (!flows(of)) await track.mute();
    sent.set(slot, { of, track });
    try {
      await room.localParticipant.publishTrack(track, optionsOf(slot));
    } catch (error) {
      forget(slot);
      throw error;
    }
    // The connection ended meanwhile, or the call did.
    if (isStopped()) forget(slot);
  };
  const replace = async (slot: Slot, { track }: Sent, of: MediaStreamTrack): Promise<void> => {
    const before = track.mediaStreamTrack;
    const copy = copyOf(of);
    try {
      await track.replaceTrack(copy, { userProvidedTrack: true });
    } catch (error) {
      copy.stop();
      throw error;
    }
    before.stop();
    // The connection ended meanwhile, or the call did: what took its place is nobody's.
    if (sent.get(slot)?.track === track) sent.set(slot, { of, track });
    else copy.stop();
  };
  const flows = (track: MediaStreamTrack | null): boolean => track?.enabled === true && !held;

  const bring = async (slot: Slot): Promise<void> => {
    const connected = room.state === ConnectionState.Connected;
    const now = wanted[slot];
    if (stopped || !connected) return;
    // LiveKit's client publishes all anew when it had to connect anew, and gives up in silence what failed then.
    if (sent.has(slot) && publicationOf(slot) === undefined) forget(slot);
    const there = sent.get(slot);
    if (there === undefined) {
      if (now !== null && mayPublish(slot)) await publish(slot, now);
      return;
    }
    if (now === null && passing.has(slot)) {
      forget(slot);
      await room.localParticipant.unpublishTrack(there.track, true);
      return;
    }
    if (now !== null && now !== there.of) await replace(slot, there, now);
    await (flows(now) ? there.track.unmute() : there.track.mute());
  };
  const bringAll = (): void => {
    for (const { slot, serial } of slots) {
      serial(() => bring(slot)).then(onChange, bringAgain);
    }
  };
  /** Nobody else publishes what LiveKit was too slow for; where the connection ended the next one brings all. */
  const bringAgain = (): void => {
    if (stopped || again !== undefined) return;
    failures += 1;
    again = setTimeout(
      () => {
        again = undefined;
        bringAll();
      },
      backOffDelay(failures, Math.random()),
    );
  };
  const dropAll = (): void => {
    for (const slot of [...sent.keys()]) forget(slot);
  };

  room.on(RoomEvent.Connected, () => {
    failures = 0;
    bringAll();
  });
  room.on(RoomEvent.Reconnected, bringAll);
  room.on(RoomEvent.Disconnected, dropAll);
  // A host mutes, and lets speak again: then LiveKit takes a microphone, and here it comes.
  room.on(RoomEvent.ParticipantPermissionsChanged, (_before, participant) => {
    if (participant.isLocal) bringAll();
  });
  room.on(RoomEvent.LocalTrackUnpublished, ({ track }: LocalTrackPublication) => {
    const gone = [...sent].find(([, one]) => one.track === track);
    if (gone && room.state === ConnectionState.Connected) forget(gone[0]);
  });

  return {
    send(tracks, on) {
      wanted = tracks;
      held = on;
      bringAll();
    },
    isThere: () =>
      slots.every(({ slot }) => {
        const now = wanted[slot];
        if (now === null || !mayPublish(slot)) return true;
        return publicationOf(slot) !== undefined;
      }),
    stop() {
      stopped = true;
      clearTimeout(again);
      dropAll();
    },
  };
}

function localTrack(copy: MediaStreamTrack): LocalTrack {
  const made =
    copy.kind === 'audio'
      ? new LocalAudioTrack(copy, undefined, true)
      : new LocalVideoTrack(copy, undefined, true);
  // Its classes and their base do not quite fit each other where optional properties are exact.
  if (isLocal(made)) return made;
  throw new TypeError('LiveKit made another kind of track.');
}

function isLocal(track: unknown): track is LocalTrack {
  return track instanceof LocalTrack;
}
