import { AccessToken, RoomServiceClient, TrackSource, WebhookReceiver } from 'livekit-server-sdk';
import type { LiveKitAtHand } from '@/lib/call/room-state';
import type { LiveKitSettings } from './settings';

/** Who goes into a LiveKit room. Its identity there is its uuid, which never comes back. */
export interface LiveKitGuest {
  readonly uuid: string;
  readonly displayName: string;
  /** Muted by a host: LiveKit takes no microphone of it. */
  readonly muted: boolean;
}

/** Somebody who is connected to a room of LiveKit. */
export interface LiveKitPresence {
  readonly uuid: string;
  /** This connection's own name: whoever comes back has another. */
  readonly connection: string;
  /** Whether LiveKit takes its microphone. */
  readonly hasMicrophone: boolean;
}

/** What the server asks of LiveKit. Every call but `access` goes over the network. */
export interface LiveKit {
  /** Whether it answered when it was last looked at. */
  readonly atHand: Exclude<LiveKitAtHand, 'none'>;
  /** Asks LiveKit whether it is there, all who want to know at once together; never throws. */
  look(): Promise<void>;
  /** Where to connect, and a token for one room and one person. */
  access(room: string, guest: LiveKitGuest): Promise<LiveKitAccess>;
  /** Makes a room, or finds it. */
  open(room: string): Promise<void>;
  /** Ends a room for everyone in it; harmless where there is none. */
  end(room: string): Promise<void>;
  /** Who is connected; empty where there is no such room. */
  inside(room: string): Promise<readonly LiveKitPresence[]>;
  /** The rooms of this Ringway. */
  rooms(): Promise<readonly string[]>;
  /** Disconnects somebody; harmless where it is not in. */
  remove(room: string, uuid: string): Promise<void>;
  /** Says anew what somebody may send, and stops what it may not. */
  permit(room: string, guest: LiveKitGuest): Promise<void>;
  /** The room that a webhook speaks of, and its kind. @throws when it is not LiveKit's own word */
  webhook(body: string, authorization: string | undefined): Promise<LiveKitNews>;
}

/** What a participant needs to go to LiveKit. */
export interface LiveKitAccess {
  readonly url: string;
  readonly token: string;
}

/** What LiveKit said by a webhook. */
export interface LiveKitNews {
  readonly event: string;
  /** Null where it is of no room of ours. */
  readonly room: string | null;
  /** Whom it is of, by the uuid; null: of nobody. */
  readonly participant: string | null;
}

/** How long a token opens a connection, s (call-rules.md, consent). */
export const liveKitTokenSeconds = 60;

/** LiveKit may have rooms of others; ours begin with this. */
const prefix = 'ringway-';

/** What LiveKit calls a room of ours. */
export function liveKitName(room: string, generation: number): string {
  return `${prefix}${room}-${generation}`;
}

/** Whose room a name is, and which of its names; undefined: of none of ours. */
export function liveKitRoomOf(name: string): { room: string; generation: number } | undefined {
  const [, room, generation] = /^ringway-(.+)-(\d+)$/.exec(name) ?? [];
  return room === undefined ? undefined : { room, generation: Number(generation) };
}

/** What the doctor calls a room that it opens to look LiveKit over; `id` is its own. */
export function liveKitProbeName(id: string): string {
  return `${prefix}probe-${id}`;
}

/** How long LiveKit keeps a room that nobody has come to, and one that everyone has left, s. */
const emptySeconds = 60;

/** How long one request to LiveKit may take, and how long the question whether it is there, s. */
const requestSeconds = 5;
const lookSeconds = 2;

const notFound = 404;

/** LiveKit by its own server library. */
export function connectLiveKit({ url, apiUrl, apiKey, apiSecret }: LiveKitSettings): LiveKit {
  const service = new RoomServiceClient(apiUrl.replace(/^ws/, 'http'), apiKey, apiSecret, {
    requestTimeout: requestSeconds,
    failover: false,
  });
  const receiver = new WebhookReceiver(apiKey, apiSecret);
  const looking = new RoomServiceClient(apiUrl.replace(/^ws/, 'http'), apiKey, apiSecret, {
    requestTimeout: lookSeconds,
    failover: false,
  });
  let atHand: LiveKit['atHand'] = 'down';
  let look: Promise<void> | undefined;
  const lookNow = async (): Promise<void> => {
    try {
      // A room that does not exist: the smallest question that needs the key to be right.
      await looking.listRooms([prefix]);
      atHand = 'ready';
    } catch {
      atHand = 'down';
    }
    look = undefined;
  };
  return {
    get atHand() {
      return atHand;
    },
    look: () => (look ??= lookNow()),
    access: async (room, guest) => {
      const token = new AccessToken(apiKey, apiSecret, {
        identity: guest.uuid,
        name: guest.displayName,
        ttl: liveKitTokenSeconds,
      });
      token.addGrant({
        roomJoin: true,
        room,
        canPublish: true,
        canPublishSources: sourcesOf(guest),
        canSubscribe: true,
        canPublishData: false,
        canUpdateOwnMetadata: false,
      });
      return { url, token: await token.toJwt() };
    },
    open: async (room) => {
      await service.createRoom({
        name: room,
        emptyTimeout: emptySeconds,
        departureTimeout: emptySeconds,
      });
    },
    end: (room) => unlessMissing(service.deleteRoom(room), undefined),
    inside: async (room) => {
      const people = await unlessMissing(service.listParticipants(room), []);
      return people.map(({ identity, sid, permission }) => ({
        uuid: identity,
        connection: sid,
        hasMicrophone: permission?.canPublishSources.includes(TrackSource.MICROPHONE) ?? true,
      }));
    },
    rooms: async () => {
      const rooms = await service.listRooms();
      return rooms.flatMap(({ name }) => (name.startsWith(prefix) ? [name] : []));
    },
    remove: (room, uuid) => unlessMissing(service.removeParticipant(room, uuid), undefined),
    permit: async (room, guest) => {
      await unlessMissing<unknown>(
        service.updateParticipant(room, guest.uuid, {
          permission: {
            canPublish: true,
            canPublishSources: sourcesOf(guest),
            canSubscribe: true,
            canPublishData: false,
          },
        }),
        undefined,
      );
    },
    webhook: async (body, authorization) => {
      const news = await receiver.receive(body, authorization);
      const name = news.room?.name ?? '';
      const participant = news.participant?.identity ?? null;
      return { event: news.event, room: name.startsWith(prefix) ? name : null, participant };
    },
  };
}

function sourcesOf({ muted }: LiveKitGuest): TrackSource[] {
  const { CAMERA, MICROPHONE, SCREEN_SHARE, SCREEN_SHARE_AUDIO } = TrackSource;
  return muted ? [CAMERA, SCREEN_SHARE] : [MICROPHONE, CAMERA, SCREEN_SHARE, SCREEN_SHARE_AUDIO];
}

/** What was asked of somebody or of a room that is not there any more has been done. */
async function unlessMissing<Value>(
  asked: Promise<Value>,
  otherwise: NoInfer<Value>,
): Promise<Value> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === notFound) return otherwise;
    throw error;
  }
}
