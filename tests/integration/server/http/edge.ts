import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { searchName } from '@/lib/server/accounts/search-name';
import { compose, type ComposedContext, type Overrides } from '@/lib/server/compose';
import type { App, HttpOptions } from '@/lib/server/http/edge';
import { buildHttp } from '@/lib/server/http/server';
import { readSettings } from '@/lib/server/settings';

/** The origin that the edges of these tests answer at. */
export const origin = 'http://ringway.test';

/** An account of these tests. */
export interface Person {
  readonly id: number;
  readonly account: string;
  readonly address: string;
  readonly sipkey: string;
  readonly password: string;
}

export interface EdgeWishes {
  readonly settings?: Readonly<Record<string, string>>;
  readonly overrides?: Overrides;
  readonly options?: HttpOptions;
}

/** The HTTP edge over the real use cases and an embedded database of its own. */
export interface TestEdge {
  readonly app: App;
  readonly context: ComposedContext;
  /** Everything that was logged, as text. */
  log(): string;
  person(account: string, password?: string): Promise<Person>;
  stop(): Promise<void>;
}

export async function openEdge(wishes: EdgeWishes = {}): Promise<TestEdge> {
  const data = await mkdtemp(join(tmpdir(), 'ringway-http-'));
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const settings = readSettings({ DATA: data, ORIGIN: origin, ...wishes.settings });
  const context = await compose(settings, pino({ level: 'trace' }, sink), wishes.overrides);
  const app = await buildHttp(context, { folder: data, ...wishes.options });
  await app.ready();
  return {
    app,
    context,
    log: () => lines.join(''),
    person: (account, password = 'correct horse battery') =>
      writePerson(context, account, password),
    stop: async () => {
      await app.close();
      await context.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** An edge for all tests of a file; the returned function gives it inside a test. */
export function useEdge(wishes: EdgeWishes = {}): () => TestEdge {
  let edge: TestEdge | undefined;
  beforeAll(async () => {
    edge = await openEdge(wishes);
  });
  afterAll(async () => edge?.stop());
  return () => {
    if (!edge) throw new Error('the edge is not open');
    return edge;
  };
}

async function writePerson(
  context: ComposedContext,
  account: string,
  password: string,
): Promise<Person> {
  const { db } = context;
  const now = context.clock.now();
  await db
    .insertInto('organisation')
    .values({ id: 1, name: 'Ringway', created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id } = await db
    .insertInto('account')
    .values({
      organisation_id: 1,
      account,
      local_part: account.split('@')[0] ?? account,
      display_name: account,
      search_name: searchName(account),
      password_hash: await context.passwords.hash(password),
      password_changed_at: now,
      role: 'member',
      disabled_at: null,
      language: null,
      busy: 'waiting',
      unknown_callers: 'ring',
      created_at: now,
      last_seen_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const address = account.includes('@') ? account : `${account}@ringway.test`;
  const sipkey = String(10_000 + id);
  await db
    .insertInto('address')
    .values({ address, sipkey, account_id: id, meeting_id: null })
    .execute();
  return { id, account, address, sipkey, password };
}
