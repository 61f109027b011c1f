import * as z from 'zod';
import { servicePath } from './codec';
import { openEvents, openSocketEvents } from './events';
import type { Answer, Asking } from './http';
import {
  legOpened,
  participantEntry,
  resultOf,
  type Joined,
  type ParticipantEntry,
} from './shapes';

const dialled = z.object({ result: z.array(z.string()).length(1), invitation: z.string().min(1) });

/** What a participant may ask of another, platform-api.md section 4. */
export type ParticipantVerb = 'disconnect' | 'unlock' | 'mute' | 'unmute' | 'buzz' | 'clearbuzz';

/** What a host may ask of the room. */
export type RoomVerb = 'lock' | 'unlock' | 'muteguests' | 'unmuteguests' | 'disconnect';

/** Someone in a room, by the participant's token alone. */
export class Participant {
  readonly client: Asking;
  readonly address: string;
  readonly session: Joined;
  token: string;

  constructor(client: Asking, address: string, session: Joined) {
    this.client = client;
    this.address = address;
    this.session = session;
    this.token = session.token;
  }

  get uuid(): string {
    return this.session.participant_uuid;
  }

  post(path: string, json?: unknown, token = this.token): Promise<Answer> {
    return this.client.ask(`${servicePath(this.address)}/${path}`, {
      method: 'POST',
      headers: { token },
      ...(json === undefined ? {} : { json }),
    });
  }

  get(path: string, token = this.token): Promise<Answer> {
    return this.client.ask(`${servicePath(this.address)}/${path}`, { headers: { token } });
  }

  /** The room's events over SSE, by `?token=`. */
  events(token = this.token) {
    const path = `${servicePath(this.address)}/events?token=${token}`;
    return openEvents(this.client.origin + path);
  }

  /** The room's events over SSE, by header. */
  eventsByHeader(more: Record<string, string> = {}) {
    const url = `${this.client.origin}${servicePath(this.address)}/events`;
    return openEvents(url, { token: this.token, ...more });
  }

  /** The room's events over a WebSocket. */
  socketEvents(token = this.token) {
    const origin = this.client.origin.replace(/^http/, 'ws');
    const path = servicePath(this.address).replace('/api/', '/wapi/');
    return openSocketEvents(`${origin}${path}/wsevents?token=${token}`);
  }

  refresh(): Promise<Answer> {
    return this.post('refresh_session');
  }

  leave(): Promise<Answer> {
    return this.post('end_session');
  }

  async participants(): Promise<ParticipantEntry[]> {
    return resultOf(await this.get('participants'), z.array(participantEntry));
  }

  async entryOf(uuid: string): Promise<ParticipantEntry | undefined> {
    return (await this.participants()).find((entry) => entry.uuid === uuid);
  }

  serviceStatus(): Promise<Answer> {
    return this.get('service_status');
  }

  dialling(destination: string, wishes: Record<string, unknown> = {}): Promise<Answer> {
    return this.post('dial', {
      destination,
      role: 'guest',
      protocol: 'auto',
      source_display_name: 'Outside',
      call_type: 'video',
      ...wishes,
    });
  }

  /** Rings another address into the room: the reserved uuid and the invitation. */
  async dial(destination: string): Promise<{ uuid: string; invitation: string }> {
    const answer = await this.dialling(destination);
    const parsed = dialled.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success) {
      throw new Error(`dial: ${answer.status} ${answer.text}`);
    }
    return { uuid: parsed.data.result[0] ?? '', invitation: parsed.data.invitation };
  }

  room(verb: RoomVerb): Promise<Answer> {
    return this.post(verb);
  }

  on(uuid: string, verb: ParticipantVerb): Promise<Answer> {
    return this.post(`participants/${uuid}/${verb}`);
  }

  setRole(uuid: string, role: 'chair' | 'guest'): Promise<Answer> {
    return this.post(`participants/${uuid}/role`, { role });
  }

  message(payload: string): Promise<Answer> {
    return this.post('message', { type: 'text/plain', payload });
  }

  state(state: Record<string, unknown>): Promise<Answer> {
    return this.post(`participants/${this.uuid}/state`, state);
  }

  offering(peer: string, sdp: string): Promise<Answer> {
    return this.post(`participants/${this.uuid}/calls`, { call_type: 'WEBRTC', sdp, peer });
  }

  /** Opens a leg to `peer` and answers with this end's `call_uuid`. */
  async offer(peer: string, sdp: string): Promise<string> {
    return resultOf(await this.offering(peer, sdp), legOpened).call_uuid;
  }

  leg(
    callUuid: string,
    verb: 'ack' | 'update' | 'new_candidate' | 'disconnect' | 'record',
    json?: unknown,
  ): Promise<Answer> {
    return this.post(`participants/${this.uuid}/calls/${callUuid}/${verb}`, json);
  }
}
