import * as z from 'zod/mini';
import { callsResultSchema } from '@/lib/platform/direct-media';
import {
  refreshSessionResultSchema,
  type Media,
  type NewSessionResult,
  type ParticipantState,
} from '@/lib/platform/room';
import type { LegRecord } from '@/lib/platform/leg-record';
import { lastingRefusal, problemOf, retryAfterOf, type Api } from '../api';
import type { LegSignalling } from '../media/direct/signalling';
import { backOffDelay, streamBackOff } from '../stream/back-off';

/** What a participant does in its room (platform-api.md, section 4; direct-media.md). */
export interface ParticipantSession {
  readonly room: string;
  readonly participant: string;
  readonly token: () => string;
  readonly signalling: LegSignalling;
  readonly report: (
    state: ParticipantState & { readonly flowing?: readonly string[] },
  ) => Promise<unknown>;
  /** Tells how a leg was, by its `call_uuid`; tried until the server knows, or the page is gone. */
  readonly record: (call: string, record: LegRecord) => Promise<void>;
  readonly say: (text: string) => Promise<unknown>;
  readonly raiseHand: (raised: boolean) => Promise<unknown>;
  /** A host's verb, below the room's path (`verbOf`). */
  readonly control: (verb: string, body?: unknown) => Promise<unknown>;
  /** Rings another address into the room; gives the invitation's id and the reserved participant. */
  readonly dial: (destination: string, callType: string) => Promise<Dialled>;
  /** Asks for fresh media credentials. */
  readonly refresh: () => Promise<void>;
  /** Leaves; tried until the server knows, or the page is gone. */
  readonly leave: (reason?: string) => Promise<void>;
  /** Stops refreshing, without leaving. */
  readonly stop: () => void;
}

/** What `dial` gives. */
export interface Dialled {
  readonly participant: string | undefined;
  readonly invitation: string | undefined;
}

/** What a session tells its owner. */
export interface SessionEvents {
  readonly onMedia: (media: Media) => void;
  /** The server does not know this participant any more. */
  readonly onOver: () => void;
}

const anything = z.unknown();
const dialledSchema = z.object({
  result: z.array(z.string()),
  invitation: z.optional(z.string()),
});

/** The path of a room or person. */
export function servicePath(address: string): string {
  return `/api/services/${encodeURIComponent(address)}`;
}

/** Makes the session from the answer of `new_session`, and keeps its token fresh. */
export function createParticipantSession(
  api: Api,
  address: string,
  result: NewSessionResult,
  events: SessionEvents,
): ParticipantSession {
  const path = servicePath(address);
  const me = `${path}/participants/${encodeURIComponent(result.participant_uuid)}`;
  let { token } = result;
  let stopped = false;
  const isStopped = (): boolean => stopped;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const post = <Schema extends z.ZodMiniType>(
    to: string,
    schema: Schema,
    body: unknown = {},
    keepalive = false,
  ): Promise<z.infer<Schema>> => api.post(to, { headers: { token }, body, schema, keepalive });

  const leg = (call: string): string => `${me}/calls/${encodeURIComponent(call)}`;

  /** What must be known though the network is bad; it outlives the page. */
  const insist = async (to: string, body: unknown): Promise<void> => {
    for (let failures = 1; failures <= 5; failures += 1) {
      try {
        await post(to, anything, body, true);
        return;
      } catch (error) {
        const problem = problemOf(error);
        if (lastingRefusal(problem) !== null) return;
        const after = retryAfterOf(problem);
        const delay = backOffDelay(failures, Math.random(), streamBackOff, after);
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
  };

  const keepFresh = (expires: string): void => {
    clearTimeout(timer);
    if (isStopped()) return;
    timer = setTimeout(() => void refresh(), ((Number(expires) || 120) / 3) * 1000);
  };
  const refresh = async (): Promise<void> => {
    try {
      const fresh = await post(`${path}/refresh_session`, refreshSessionResultSchema);
      token = fresh.token;
      if (fresh.media && !isStopped()) events.onMedia(fresh.media);
      keepFresh(fresh.expires);
    } catch (error) {
      const problem = problemOf(error);
      const isOver =
        problem.kind === 'refused' && (problem.status === 401 || problem.reason === 'ended');
      if (isOver) {
        if (!isStopped()) events.onOver();
      } else {
        keepFresh(result.expires);
      }
    }
  };
  keepFresh(result.expires);

  return {
    room: result.room,
    participant: result.participant_uuid,
    token: () => token,
    refresh,
    signalling: {
      call: async (peer, sdp) => {
        const made = await post(`${me}/calls`, callsResultSchema, {
          call_type: 'WEBRTC',
          sdp,
          peer,
        });
        return made.call_uuid;
      },
      acknowledge: (call, sdp) => post(`${leg(call)}/ack`, anything, { sdp }),
      ignoreOffer: (call) => post(`${leg(call)}/ack`, anything, { offer_ignored: true }),
      update: (call, sdp) => post(`${leg(call)}/update`, anything, { sdp }),
      candidates: (call, candidates) =>
        post(
          `${leg(call)}/new_candidate`,
          anything,
          candidates.length === 1 ? candidates[0] : { candidates },
        ),
      disconnect: (call) => post(`${leg(call)}/disconnect`, anything, {}, true),
    },
    report: (state) => post(`${me}/state`, anything, state),
    record: (call, record) => insist(`${leg(call)}/record`, record),
    say: (text) => post(`${path}/message`, anything, { type: 'text/plain', payload: text }),
    raiseHand: (raised) => post(`${me}/${raised ? 'buzz' : 'clearbuzz'}`, anything),
    control: (verb, body) => post(`${path}/${verb}`, anything, body),
    async dial(destination, callType) {
      const { result: reserved, invitation } = await api.post(`${path}/dial`, {
        headers: { token },
        body: { destination, role: 'guest', protocol: 'auto', call_type: callType },
        schema: dialledSchema,
        of: 'envelope',
      });
      return { participant: reserved[0], invitation };
    },
    leave(reason) {
      this.stop();
      return insist(`${path}/end_session`, reason === undefined ? {} : { reason });
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
