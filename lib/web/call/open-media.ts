import type { CallType } from '@/lib/platform/calling';
import { callOfLiveKit } from '@/lib/platform/leg-record';
import type { Media } from '@/lib/platform/room';
import type { Browser } from '../browser';
import { createDirectSession } from '../media/direct/engine';
import { videoCodecs } from '../media/direct/policy';
import type { LiveKitLoader } from '../media/livekit/load';
import { openRoomMedia, type RoomMedia } from '../media/room-media';
import type { MediaEvents } from '../media/session';
import type { ParticipantSession } from './participant-session';

/** What of a call its media depends on. */
export interface CallOfMedia {
  readonly callType: CallType;
  readonly events: MediaEvents;
  /** The key of an encrypted meeting; null: it is not encrypted. */
  readonly key: string | null;
}

/** Opens the media of calls: legs, and LiveKit once a room goes there. */
export function mediaOpener(browser: Browser, liveKit: LiveKitLoader) {
  return (session: ParticipantSession, media: Media, call: CallOfMedia): RoomMedia => {
    const { callType, events, key } = call;
    const renew = session.refresh;
    return openRoomMedia(
      {
        openDirect: (iceServers) =>
          createDirectSession({
            signalling: session.signalling,
            iceServers,
            renewIceServers: renew,
            withVideo: callType === 'video',
            profile: '480p',
            videoCodecs: videoCodecs(browser),
            events,
          }),
        openLiveKit: (access) =>
          liveKit.open({
            access,
            renew,
            key,
            onRecord: (record) => events.onRecord(callOfLiveKit, record),
          }),
      },
      media,
    );
  };
}
