import { afterAll, beforeAll } from 'vitest';
import * as z from 'zod/mini';
import { incomingSchema, type Incoming } from '@/lib/platform/calling';
import { eventSchemas, type EventData, type EventName } from '@/lib/platform/events';
import type { NewSessionBody, NewSessionResult } from '@/lib/platform/room';
import type { ParticipantAuthority, RegistrationAuthority } from '@/lib/server/authority';
import type { KnownAccount, RingAuthority } from '@/lib/server/authority';
import { participantAuthority, ringAuthority } from '@/lib/server/calls/authority';
import { startDeadlines, type RunningDeadlines } from '@/lib/server/calls/deadlines';
import { newSession } from '@/lib/server/calls/placing';
import { ringing } from '@/lib/server/calls/ringing';
import { endSession } from '@/lib/server/calls/session';
import type { ComposedContext, Overrides } from '@/lib/server/compose';
import { registerDevice } from '@/lib/server/devices/registration';
import { registrationAuthority } from '@/lib/server/devices/registration-authority';
import type { Receiver } from '@/lib/server/events/outbox';
import { settleStreams } from '@/lib/server/events/stream-book';
import { openStream, type Stream, type StreamEvent } from '@/lib/server/events/streams';
import type { Outcome } from '@/lib/server/outcome';
import { openContext, type bothDatabases, type TestContext } from '@/tests/support/context';
import { credentialsOf, organisation, person, valueOf } from '../people/people';

/** Where anonymous requests of these tests come from. */
const network = '192.0.2.7';

/** A server's use cases in virtual time, with people who call each other. */
export interface Stage {
  readonly context: ComposedContext;
  /** Somebody new of the usual organisation, or of another. */
  person(name: string, organisation?: number): Promise<KnownAccount>;
  /** A device of an account, registered, its stream open. */
  device(account: KnownAccount, wishes?: Partial<DeviceWishes>): Promise<Device>;
  /** Moves the clock and waits until what fell due was seen to and told. */
  advance(milliseconds: number): Promise<void>;
  /** Waits until what was written was told. */
  told(): Promise<void>;
  end(): Promise<void>;
}

export interface DeviceWishes {
  /** One of our own pages; else a client from outside. */
  readonly page: boolean;
  readonly stream: boolean;
  /** The same value is the same device. */
  readonly deviceId: string;
}

/** Opens a stage on an empty database. */
export async function openStage(
  database: (typeof bothDatabases)[number],
  environment: Readonly<Record<string, string>> = {},
  overrides: Overrides = {},
): Promise<Stage> {
  const test: TestContext = await openContext(database, environment, overrides);
  const { context, clock } = test;
  const deadlines: RunningDeadlines = startDeadlines(context);
  const home = await organisation(context, 'Home');
  let count = 0;
  const told = async () => {
    await deadlines.settled();
    await settleStreams(context);
  };
  return {
    context,
    told,
    person: (name, of = home) => person(context, of, `${name}${(count += 1)}`),
    device: async (account, wishes = {}) => {
      const device = await Device.register(context, account, wishes);
      if (wishes.stream !== false) await device.connect();
      return device;
    },
    advance: async (milliseconds) => {
      clock.advance(milliseconds);
      await told();
      clock.advance(0);
      await told();
    },
    end: async () => {
      await told();
      deadlines.stop();
      await test.end();
    },
  };
}

/** A stage for all tests of a suite; the returned function gives it inside a test. */
export function useStage(
  database: (typeof bothDatabases)[number],
  environment: Readonly<Record<string, string>> = {},
  overrides: Overrides = {},
): () => Stage {
  let stage: Stage | undefined;
  beforeAll(async () => {
    stage = await openStage(database, environment, overrides);
  });
  afterAll(async () => stage?.end());
  return () => {
    if (stage === undefined) throw new Error('the stage is not open');
    return stage;
  };
}

/** What a stream carried, by the names of its events. */
export class Listening {
  readonly events: StreamEvent[] = [];
  closed: string | undefined;
  #stream: Stream | undefined;

  static async to(
    context: ComposedContext,
    receiver: Receiver,
    wishes: { page: boolean; lastEventId?: number | undefined },
  ): Promise<Listening> {
    const listening = new Listening();
    const stream = await openStream(context, receiver, wishes);
    listening.#stream = stream;
    stream.onClose((why) => (listening.closed = why));
    stream.onEvent((event) => {
      listening.events.push(event);
      if (event.n !== null) stream.written(event.n);
    });
    return listening;
  }

  close(): void {
    this.#stream?.close();
  }

  names(): string[] {
    return this.events.map(({ name }) => name);
  }

  /** The data of all events of a name, in their order, with the scope that pages get. */
  all<Name extends EventName>(name: Name): EventData<Name>[] {
    const schema: z.ZodMiniType = eventSchemas[name];
    const data = z.custom<EventData<Name>>((value) => schema.safeParse(value).success);
    return this.events
      .filter((event) => event.name === name)
      .map((event) => data.parse(JSON.parse(event.data)));
  }

  /** The data of the last event of a name. */
  last<Name extends EventName>(name: Name): EventData<Name> {
    const data = this.all(name).at(-1);
    if (data === undefined) throw new Error(`no ${name} among ${this.names().join(', ')}`);
    return data;
  }

  /** The largest n so far. */
  get lastId(): number {
    return Math.max(0, ...this.events.map(({ n }) => n ?? 0));
  }
}

/** A device of an account: it is rung, it calls, it answers. */
export class Device {
  readonly authority: RegistrationAuthority;
  readonly page: boolean;
  readonly #context: ComposedContext;
  #listening: Listening | undefined;

  constructor(context: ComposedContext, authority: RegistrationAuthority, page: boolean) {
    this.#context = context;
    this.authority = authority;
    this.page = page;
  }

  static async register(
    context: ComposedContext,
    account: KnownAccount,
    { page = true, deviceId = context.random.uuid() }: Partial<DeviceWishes>,
  ): Promise<Device> {
    const body = page ? { device_id: `web__${deviceId}`, device_type: 'web' as const } : {};
    const who = await credentialsOf(context, account);
    const registered = await registerDevice(context, who, { ...body, userAgent: 'test' });
    const authority = await registrationAuthority(context, valueOf(registered).token);
    if (authority === undefined) throw new Error('the registration is not known');
    return new Device(context, authority, page);
  }

  get stream(): Listening {
    if (this.#listening === undefined) throw new Error('the stream was never open');
    return this.#listening;
  }

  async connect(lastEventId?: number): Promise<Listening> {
    const receiver = { kind: 'registration', id: this.authority.registration } as const;
    this.#listening = await Listening.to(this.#context, receiver, {
      page: this.page,
      lastEventId,
    });
    return this.#listening;
  }

  /** Calls an address; a page names its registration, a client from outside only proves by it. */
  call(
    address: string,
    body: NewSessionBody = {},
    pin?: string,
  ): Promise<Outcome<NewSessionResult>> {
    return newSession(this.#context, {
      address,
      body: { max_peers: 3, ...body },
      pin,
      authority: this.authority,
      ring: null,
      network,
      page: this.page,
    });
  }

  async calls(address: string, body: NewSessionBody = {}, pin?: string): Promise<Seat> {
    return Seat.of(this.#context, valueOf(await this.call(address, body, pin)));
  }

  /** The call that rings on this device. */
  incoming(): Incoming {
    return incomingSchema.parse(this.stream.last('incoming'));
  }

  async ring(token = this.incoming().token): Promise<RingAuthority> {
    return valueOf(await ringAuthority(this.#context, token));
  }

  async answer(body: NewSessionBody = {}, token?: string): Promise<Outcome<NewSessionResult>> {
    const ring = await this.ring(token);
    return newSession(this.#context, {
      address: 'anything',
      body: { client: this.authority.device, max_peers: 3, ...body },
      authority: this.page ? this.authority : null,
      ring,
      network,
      page: this.page,
    });
  }

  async answers(body: NewSessionBody = {}): Promise<Seat> {
    return Seat.of(this.#context, valueOf(await this.answer(body)));
  }

  async reject(message?: string): Promise<Outcome<null>> {
    return endSession(this.#context, await this.ring(), { message });
  }

  async says(said: { answering?: boolean } = {}) {
    return ringing(this.#context, await this.ring(), said);
  }
}

/** A participant of a room, by its token. */
export class Seat {
  readonly context: ComposedContext;
  readonly session: NewSessionResult;
  readonly authority: ParticipantAuthority;

  constructor(
    context: ComposedContext,
    session: NewSessionResult,
    authority: ParticipantAuthority,
  ) {
    this.context = context;
    this.session = session;
    this.authority = authority;
  }

  static async of(context: ComposedContext, session: NewSessionResult): Promise<Seat> {
    const authority = valueOf(await participantAuthority(context, session.token));
    return new Seat(context, session, authority);
  }

  get uuid(): string {
    return this.session.participant_uuid;
  }

  leave(reason?: string): Promise<Outcome<null>> {
    return endSession(this.context, this.authority, { reason });
  }

  /** The participant's own stream, as clients from outside open it. */
  listen(page = false): Promise<Listening> {
    return Listening.to(this.context, { kind: 'participant', id: this.uuid }, { page });
  }
}
