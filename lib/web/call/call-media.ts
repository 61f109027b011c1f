import type { LegRecord } from '@/lib/platform/leg-record';
import type { Media, Participant } from '@/lib/platform/room';
import type { Capture, OwnTracks } from '../media/capture';
import type { MediaEngine, RoomMedia } from '../media/room-media';
import { isMediaSignal, type MediaEvents, type PeerMedia } from '../media/session';
import type { StreamEvent } from '../stream/events';
import { legEndOf } from './diagnostics';
import type { ParticipantSession } from './participant-session';
import type { Ending, Protection } from './view';

/** The media of a call, from when the server lets it have some until its end. */
export interface CallMedia {
  /** What the server says of how media travels. */
  readonly take: (media: Media) => void;
  /** Who else is in. `anew`: the list came whole. */
  readonly tell: (others: readonly Participant[], how: 'changed' | 'anew') => void;
  /** An event of the room that concerns media; others do nothing. */
  readonly receive: (event: StreamEvent) => void;
  readonly isOpen: () => boolean;
  readonly engine: () => MediaEngine;
  /** Who can listen; `key`: the meeting's, if it is encrypted. */
  readonly protection: (key: string | null) => Protection;
  readonly arriving: () => ReadonlyMap<string, PeerMedia>;
  readonly videoPaused: () => boolean;
  readonly verification: () => string | null;
  readonly send: (tracks: OwnTracks) => void;
  readonly hold: (held: boolean) => void;
  readonly restart: () => void;
  readonly flowing: () => readonly string[];
  readonly records: () => readonly LegRecord[];
  readonly tellRecords: () => void;
  readonly close: (ending: Ending) => void;
}

/** What it needs of its call. */
export interface CallMediaParts {
  readonly capture: Capture;
  readonly session: () => ParticipantSession | null;
  readonly open: (session: ParticipantSession, media: Media, events: MediaEvents) => RoomMedia;
  /** What may leave this device now. */
  readonly tracks: () => OwnTracks;
  readonly held: () => boolean;
  /** A leg was given up. */
  readonly onGivenUp: () => void;
  readonly onChange: () => void;
}

const nothing: ReadonlyMap<string, PeerMedia> = new Map();

/** Makes the media of a call; nothing is opened before `take`. */
export function createCallMedia(parts: CallMediaParts): CallMedia {
  const { capture } = parts;
  let media: RoomMedia | null = null;
  let others: readonly Participant[] = [];
  let written: readonly LegRecord[] = [];

  const events: MediaEvents = {
    onGivenUp() {
      // What a leg lost LiveKit may carry already.
      if (media?.engine.get() === 'direct') parts.onGivenUp();
    },
    onStalled(which, stalled) {
      if (stalled) capture.noteStalled(which);
      else capture.noteFlowing(which);
    },
    onRecord: (leg, record) => void parts.session()?.record(leg, record),
  };
  const tell = (how: 'changed' | 'anew'): void => {
    media?.setPeers(
      others.map(({ uuid, offer = null, profile, connected, state }) => {
        const onLiveKit = state.engine === 'livekit';
        const sharesScreen = state.screen === true;
        const sends = state.audio !== false || state.video !== false || sharesScreen;
        return { uuid, offer, profile, connected, onLiveKit, sharesScreen, sends };
      }),
      how,
    );
  };

  return {
    take(offered) {
      const session = parts.session();
      if (session === null) return;
      if (media !== null) {
        media.take(offered, 'same');
        return;
      }
      media = parts.open(session, offered, events);
      media.hold(parts.held());
      media.send(parts.tracks());
      for (const store of [media.peers, media.videoPaused, media.verification, media.engine]) {
        store.subscribe(parts.onChange);
      }
      tell('anew');
    },
    tell(people, how) {
      others = people;
      tell(how);
    },
    receive(event) {
      if (event.name === 'media_change') media?.take(event.data.media, 'moved');
      else if (event.name === 'media_changed') media?.settle();
      else if (isMediaSignal(event)) media?.receive(event);
    },
    isOpen: () => media !== null,
    engine: () => media?.engine.get() ?? 'direct',
    protection(key) {
      if (media?.hasLegs() !== false) return 'direct';
      return key === null ? 'server' : 'key';
    },
    arriving: () => media?.peers.get() ?? nothing,
    videoPaused: () => media?.videoPaused.get() ?? false,
    verification: () => media?.verification.get() ?? null,
    send: (tracks) => media?.send(tracks),
    hold: (held) => media?.hold(held),
    restart: () => media?.restart(),
    flowing: () => media?.flowing() ?? [],
    records: () => media?.records() ?? written,
    tellRecords: () => media?.tellRecords(),
    close(ending) {
      const ended = media;
      media = null;
      ended?.close(legEndOf(ending));
      written = ended?.records() ?? written;
    },
  };
}
