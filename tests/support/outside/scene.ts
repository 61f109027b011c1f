import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import { databases, startTestServer, type Database, type TestServer } from '../server';
import { makePeople, type Newcomer } from './administration';
import { OutsideClient, type Credentials, type Device } from './client';
import type { Inbox, OpenStream, StreamEvent } from './events';
import type { Answer, Question } from './http';
import type { Participant } from './participant';
import { envelope, failure, type Reason } from './shapes';

/** Three people who call each other, and nobody else in a suite does. */
interface Cast {
  readonly alice: Newcomer;
  readonly bob: Newcomer;
  readonly carol: Newcomer;
}

/** One suite, run against a server on each store; `running` gives the server inside a test. */
export function onEachDatabase(
  title: string,
  suite: (running: () => TestServer, database: Database) => void,
  settings: Readonly<Record<string, string>> = {},
): void {
  describe.each(databases)(`${title}, on %s`, (database) => {
    let server: TestServer | undefined;
    beforeAll(async () => {
      server = await startTestServer({ database, settings });
    });
    afterAll(async () => server?.stop());
    suite(() => {
      if (!server) throw new Error('the server is not running');
      return server;
    }, database);
  });
}

/** What one test does with the server, and how it is tidied up for the next. */
export class Scene {
  readonly server: TestServer;
  readonly client: OutsideClient;
  readonly #devices: Device[] = [];
  readonly #streams: OpenStream[] = [];
  readonly #participants: Participant[] = [];

  readonly #cast: Cast;

  constructor(server: TestServer, cast: Cast) {
    this.server = server;
    this.#cast = cast;
    this.client = new OutsideClient(server.url);
  }

  get alice() {
    return this.#cast.alice;
  }

  get bob() {
    return this.#cast.bob;
  }

  get carol() {
    return this.#cast.carol;
  }

  /** A registered device with its stream open; unregistered when the test ends. */
  async device(who: Credentials): Promise<Device> {
    const device = await this.client.device(who);
    this.#devices.push(device);
    return device;
  }

  /** A stream that is closed when the test ends. */
  async stream<Stream extends OpenStream>(opening: Promise<Stream>): Promise<Stream> {
    const stream = await opening;
    this.#streams.push(stream);
    return stream;
  }

  /** A participant that leaves when the test ends. */
  async in(joining: Promise<Participant>): Promise<Participant> {
    const participant = await joining;
    this.#participants.push(participant);
    return participant;
  }

  cookie(who: Credentials): Promise<string> {
    return this.client.signInForCookie(who);
  }

  /** Headers of our own page: its cookie and its origin. */
  async ownPage(who: Credentials): Promise<{ cookie: string; origin: string }> {
    return { cookie: await this.cookie(who), origin: this.client.origin };
  }

  /** Asks as our own page of that person does. */
  async asPage(who: Credentials) {
    const headers = await this.ownPage(who);
    return (path: string, question: Question = {}): Promise<Answer> =>
      this.client.ask(path, { ...question, headers: { ...question.headers, ...headers } });
  }

  async end(): Promise<void> {
    await Promise.all(this.#participants.map((participant) => participant.leave()));
    await Promise.all(
      this.#devices.map((device) => this.client.endRegistration(device.account, device.token)),
    );
    for (const device of this.#devices) device.cut();
    for (const stream of this.#streams) stream.close();
  }
}

/**
 * A fresh scene for each test of a suite. The tests take turns among `casts` casts: the demo's
 * people, then newcomers, so that the limit of calls between two people is met only on purpose.
 */
export function useScene(running: () => TestServer, casts = 1): () => Scene {
  const all: Cast[] = [];
  let turn = 0;
  let scene: Scene | undefined;
  beforeAll(async () => {
    all.push(running().accounts);
    while (all.length < casts) {
      const [alice, bob, carol] = await makePeople(running(), 3);
      if (alice && bob && carol) all.push({ alice, bob, carol });
    }
  });
  beforeEach(() => {
    const cast = all[turn % all.length];
    turn += 1;
    if (!cast) throw new Error('there is no cast');
    scene = new Scene(running(), cast);
  });
  afterEach(async () => scene?.end());
  return () => {
    if (!scene) throw new Error('no scene is set');
    return scene;
  };
}

/** The answer is a refusal in section 4's envelope. */
export function expectFailure(
  answer: Answer,
  statuses: number | readonly number[],
  wanted?: Reason | readonly Reason[],
): void {
  const said = `${answer.status} ${answer.text}`;
  expect([statuses].flat(), said).toContain(answer.status);
  const parsed = failure.safeParse(answer.body);
  expect(parsed.success, `in the envelope: ${said}`).toBe(true);
  if (wanted !== undefined) expect([wanted].flat(), said).toContain(parsed.data?.reason);
}

/** The answer is section 1's envelope, HTTP 200, with one of these codes and a readable text. */
export function expectCode(answer: Answer, ...codes: string[]): void {
  const said = `${answer.status} ${answer.text}`;
  expect(answer.status, said).toBe(200);
  const parsed = envelope.safeParse(answer.body);
  expect(parsed.success, `in the envelope: ${said}`).toBe(true);
  expect(codes, said).toContain(parsed.data?.code);
  if (parsed.data?.code !== '200') expect(parsed.data?.results, said).toBeTypeOf('string');
}

/**
 * A call that fails when it is placed: the refusal names the reason, or the call stands and the
 * caller's stream brings the reason at once.
 */
export async function expectFailsAtOnce(
  caller: Device,
  address: string,
  reason: Reason,
): Promise<void> {
  const answer = await caller.client.newSession(address, caller.proof);
  if (answer.status === 200) await toldEnd(caller.inbox, reason);
  else expectFailure(answer, [403, 404, 409, 410, 422, 480, 486, 503], reason);
}

/** Waits until a participant is told why its call is over. */
export function toldEnd(inbox: Inbox, reason: Reason): Promise<StreamEvent> {
  return inbox.next('disconnect', { reason });
}
