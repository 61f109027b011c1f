import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { credentialsHeader, pathSegment, servicePath, type PathForm } from './codec';
import { openEvents, type OpenStream } from './events';
import { ask, type Answer, type Asking, type Question } from './http';
import { Participant } from './participant';
import {
  incoming,
  joined,
  registered,
  resultOf,
  resultsOf,
  signedIn,
  type Incoming,
  type Joined,
} from './shapes';

/** Who signs in: an account and its password. */
export interface Credentials {
  readonly account: string;
  readonly password: string;
}

/** What proves who calls, platform-api.md section 4, "Who is calling". */
export type Proof =
  | { readonly registration: string }
  | { readonly registrationHeader: string }
  | { readonly cookie: string; readonly origin: string }
  | { readonly credentials: Credentials }
  | { readonly authorization: string }
  | { readonly nobody: true };

export interface JoinWishes {
  readonly display_name?: string;
  readonly call_type?: 'audio' | 'video';
  readonly checkdup?: string;
  readonly client?: string;
  readonly account?: string;
  readonly direct_media?: boolean;
  readonly answer_by_event?: boolean;
  readonly max_peers?: number;
  readonly engines?: readonly string[];
  /** Header `pin`. */
  readonly pin?: string;
  readonly form?: PathForm;
  readonly signal?: AbortSignal;
}

/** A client of the platform that knows its specification and nothing else. */
export class OutsideClient implements Asking {
  readonly origin: string;

  constructor(origin: string) {
    this.origin = origin.replace(/\/$/, '');
  }

  ask(path: string, question: Question = {}): Promise<Answer> {
    return ask(this.origin + path, question);
  }

  /** Section 1, as the dedicated cloud's client sends it. */
  verifyUser(account: string, pwd: string, more: Record<string, string> = {}): Promise<Answer> {
    const path = '/api/v3/app/user/login/verify_user.shtml';
    const body = { account, pwd, login_url: this.origin + path, plat_type: 'webrtcios', ...more };
    return this.ask(path, { json: body });
  }

  async signIn(who: Credentials): Promise<z.infer<typeof signedIn>> {
    return resultsOf(await this.verifyUser(who.account, who.password), signedIn);
  }

  /** Signs in as our own page does and answers with the cookie. */
  async signInForCookie(who: Credentials): Promise<string> {
    const path = '/api/v3/app/user/login/verify_user.shtml';
    const body = {
      account: who.account,
      pwd: who.password,
      plat_type: 'web',
      login_url: this.origin + path,
    };
    const answer = await this.ask(path, { json: body, headers: { origin: this.origin } });
    resultsOf(answer, signedIn);
    const cookies = cookiesOf(answer);
    if (cookies === '') throw new Error(`no cookie with ${answer.text}`);
    return cookies;
  }

  /** Section 2, public cloud. Without a device the live event stream is the device. */
  registerPublic(
    who: Credentials,
    device?: { device_id: string; device_type: string },
    form: PathForm = 'standard',
  ): Promise<Answer> {
    const header = credentialsHeader(who.account, who.password);
    const headers = { 'x-cloud-authorization': header, authorization: header };
    const path = `/api/registrations/${pathSegment(who.account, form)}/new_session`;
    return this.ask(path, device ? { form: device, headers } : { json: {}, headers });
  }

  /** Section 2, dedicated cloud. */
  registerDedicated(
    who: Credentials,
    sessionId: string,
    device: { device_id: string; device_type: string },
  ): Promise<Answer> {
    const header = credentialsHeader(who.account, who.password);
    const headers = { 'x-cloud-authorization': header, authorization: header, sessionId };
    return this.ask('/api/v3/app/registrations/jpush_token', { json: device, headers });
  }

  refreshRegistration(account: string, token: string, place: 'body' | 'header' = 'body') {
    const path = `/api/registrations/${pathSegment(account)}/refresh_session`;
    return place === 'body'
      ? this.ask(path, { json: { token } })
      : this.ask(path, { method: 'POST', headers: { token } });
  }

  endRegistration(account: string, token: string): Promise<Answer> {
    const path = `/api/registrations/${pathSegment(account)}/end_session?token=${token}`;
    return this.ask(path, { method: 'POST' });
  }

  /** The events of a registration: `?token=`, as an EventSource must. */
  registrationEvents(account: string, token: string, form: PathForm = 'standard') {
    const segment = pathSegment(account, form);
    return openEvents(`${this.origin}/api/registrations/${segment}/events?token=${token}`);
  }

  /** The same stream by header `token`. */
  registrationEventsByHeader(account: string, token: string, more: Record<string, string> = {}) {
    const url = `${this.origin}/api/registrations/${pathSegment(account)}/events`;
    return openEvents(url, { token, ...more });
  }

  /** A device of the public cloud: registered, its stream open. */
  async device(who: Credentials): Promise<Device> {
    const { token } = resultOf(await this.registerPublic(who), registered);
    return new Device(this, who.account, token, await this.registrationEvents(who.account, token));
  }

  /** `POST /api/services/<address>/new_session`, whatever it answers. */
  newSession(address: string, proof: Proof, wishes: JoinWishes = {}): Promise<Answer> {
    const { pin, form, signal, ...body } = wishes;
    const proved = provedBy(proof);
    return this.ask(`${servicePath(address, form)}/new_session`, {
      json: { display_name: 'Outside', checkdup: randomUUID(), ...body, ...proved.body },
      headers: { ...proved.headers, ...(pin === undefined ? {} : { pin }) },
      ...(signal ? { signal } : {}),
    });
  }

  /** Calls a person or joins a room, and fails unless that works. */
  async join(address: string, proof: Proof, wishes: JoinWishes = {}): Promise<Participant> {
    const answer = await this.newSession(address, proof, wishes);
    return this.participant(address, resultOf(answer, joined));
  }

  participant(address: string, session: Joined): Participant {
    return new Participant(this, address, session);
  }

  /** Answers an invitation by its one-time token, whatever the server says to it. */
  answering(invited: Incoming, wishes: JoinWishes = {}, address = invited.conference_alias) {
    const { form, signal, ...body } = wishes;
    return this.ask(`${servicePath(address, form)}/new_session`, {
      json: { display_name: 'Outside', checkdup: randomUUID(), ...body, token: invited.token },
      ...(signal ? { signal } : {}),
    });
  }

  async answer(invited: Incoming, wishes: JoinWishes = {}): Promise<Participant> {
    const answer = await this.answering(invited, wishes);
    return this.participant(invited.conference_alias, resultOf(answer, joined));
  }

  /** Rejects by the one-time token in the query, as outside clients do. */
  reject(invited: Incoming): Promise<Answer> {
    const path = `${servicePath(invited.conference_alias)}/end_session?token=${invited.token}`;
    return this.ask(path, { method: 'POST' });
  }

  /** Rejects by header `token`, with a message for the caller where there is one. */
  rejectByHeader(invited: Incoming, message?: string): Promise<Answer> {
    return this.ask(`${servicePath(invited.conference_alias)}/end_session`, {
      method: 'POST',
      headers: { token: invited.token },
      ...(message === undefined ? {} : { json: { message } }),
    });
  }

  /** Says that the device rings, and asks for the invitation's state. */
  ringing(invited: Incoming, body?: { answering: boolean }): Promise<Answer> {
    return this.ask(`${servicePath(invited.conference_alias)}/ringing`, {
      method: 'POST',
      headers: { token: invited.token },
      ...(body ? { json: body } : {}),
    });
  }

  checkJoin(joinAccount: string, joinPwd = '', headers: Record<string, string> = {}) {
    return this.ask('/api/v3/meet/checkJoin.shtml', {
      json: { joinAccount, joinPwd, participantName: 'Outside' },
      headers,
    });
  }

  /** Creates a meeting with the browser session's cookie. */
  async createMeeting(
    cookie: string,
    wishes: { name?: string; pin?: string; guest_pin?: string } = {},
  ): Promise<Meeting> {
    const headers = { cookie, origin: this.origin };
    return resultOf(await this.ask('/api/rooms', { json: wishes, headers }), meeting);
  }
}

const meeting = z.object({
  address: z.string().min(1),
  sipkey: z.string().regex(/^\d+$/),
  link: z.url(),
});

export type Meeting = z.infer<typeof meeting>;

/** A device without push: a registration and its live stream. */
export class Device {
  readonly client: OutsideClient;
  readonly account: string;
  readonly token: string;
  stream: OpenStream;

  constructor(client: OutsideClient, account: string, token: string, stream: OpenStream) {
    this.client = client;
    this.account = account;
    this.token = token;
    this.stream = stream;
  }

  get inbox() {
    return this.stream.inbox;
  }

  get proof(): Proof {
    return { registration: this.token };
  }

  /** Waits until this device is rung. */
  async rung(like: Partial<Incoming> = {}): Promise<Incoming> {
    return incoming.parse((await this.inbox.next('incoming', like)).data);
  }

  call(address: string, wishes: JoinWishes = {}): Promise<Participant> {
    return this.client.join(address, this.proof, wishes);
  }

  /** Cuts the stream without a word, as a lost network does. */
  cut(): void {
    this.stream.close();
  }

  async reconnect(): Promise<void> {
    this.stream = await this.client.registrationEvents(this.account, this.token);
  }
}

/** The cookies that an answer sets, as a browser would send them back. */
export function cookiesOf(answer: Answer): string {
  const set = answer.headers['set-cookie'] ?? [];
  return set.map((cookie) => cookie.split(';', 1)[0] ?? '').join('; ');
}

function provedBy(proof: Proof): { body: object; headers: Record<string, string> } {
  if ('registration' in proof) {
    return { body: { registration_token: proof.registration }, headers: {} };
  }
  if ('registrationHeader' in proof) {
    return { body: {}, headers: { token: proof.registrationHeader } };
  }
  if ('cookie' in proof) {
    return { body: {}, headers: { cookie: proof.cookie, origin: proof.origin } };
  }
  if ('credentials' in proof) {
    const { account, password } = proof.credentials;
    return { body: {}, headers: { authorization: credentialsHeader(account, password) } };
  }
  if ('authorization' in proof)
    return { body: {}, headers: { authorization: proof.authorization } };
  return { body: {}, headers: {} };
}
