import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '@/lib/server/store/open';
import { forUpdate, inTransaction, isUniqueViolation } from '@/lib/server/store/transaction';
import { bothDatabases, openContext } from '@/tests/support/context';
import { createDatabase } from '@/tests/support/postgres';
import { organisation } from './people';

describe.each(bothDatabases)('the store on %s', (database) => {
  let data: string;
  let databaseUrl: string | null;
  let drop: () => Promise<void>;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'ringway-store-'));
    const postgres = database === 'postgres' ? await createDatabase() : undefined;
    databaseUrl = postgres?.url ?? null;
    drop = async () => {
      await postgres?.drop();
      await rm(data, { recursive: true, force: true });
    };
  });
  afterEach(() => drop());

  const open = () =>
    openStore({ data, databaseUrl }, (error) => {
      throw error;
    });

  it('keeps what it has when it is opened again', async () => {
    const first = await open();
    await first.db.insertInto('organisation').values({ name: 'Home', created_at: 1 }).execute();
    await first.db.destroy();
    const again = await open();
    const rows = await again.db.selectFrom('organisation').selectAll().execute();
    expect(rows).toEqual([{ id: 1, name: 'Home', created_at: 1 }]);
    await again.db.destroy();
  });

  it('of schema 1 is brought up to date with what it holds', async () => {
    const { db } = await open();
    const before = [
      ...['leg_record', 'web_push', 'push', 'ring_test', 'pairing'].map(
        (table) => `drop table ${table}`,
      ),
      'drop index call_record_placed_at_id',
      'drop index device_physical_id',
      'drop index device_device_id',
      ...['physical_id', 'token_at', 'push_gone_at'].map(
        (column) => `alter table device drop column ${column}`,
      ),
      'alter table ring drop column physical_id',
      'drop index room_livekit_name',
      'drop index meeting_personal',
      ...['engine', 'engine_changed_at', 'livekit_name', 'shares', 'waiting_room', 'encrypted'].map(
        (column) => `alter table room drop column ${column}`,
      ),
      ...['personal', 'shares', 'waiting_room', 'encrypted', 'guests'].map(
        (column) => `alter table meeting drop column ${column}`,
      ),
      'alter table participant drop column livekit',
      'drop index device_session_id',
      'alter table device drop column session_id',
      'alter table registration add column session_id text',
      'create index registration_session_id on registration (session_id)',
      'delete from schema_version where version > 1',
      "insert into organisation (id, name, created_at) values (1, 'Home', 1)",
      `insert into account (id, organisation_id, account, local_part, display_name, search_name, role,
        busy, unknown_callers, created_at)
        values (1, 1, 'alice', 'alice', 'Alice', 'alice', 'member', 'waiting', 'ring', 1)`,
      `insert into device (id, account_id, kind, name, ring, created_at, last_seen_at, event_n)
        values ('page', 1, 'web', 'Firefox', 1, 1, 1, 0), ('phone', 1, 'ios', 'iPhone', 1, 1, 1, 0)`,
      `insert into registration (id, account_id, device_id, session_id, token_n, expires_at,
        created_at, event_n, stream_open) values ('r', 1, 'page', 'browser', 1, 1, 1, 0, 0)`,
    ];
    for (const statement of before) await sql.raw(statement).execute(db);
    await db.destroy();
    const again = await open();
    const devices = await again.db
      .selectFrom('device')
      .select(['id', 'physical_id', 'session_id', 'token_at'])
      .orderBy('id')
      .execute();
    expect(devices).toEqual([
      { id: 'page', physical_id: 'page', session_id: 'browser', token_at: 1 },
      { id: 'phone', physical_id: 'phone', session_id: null, token_at: 1 },
    ]);
    expect(await again.db.selectFrom('registration').select('id').execute()).toHaveLength(1);
    await again.db.destroy();
  });

  it('is read by nobody else', async () => {
    const { db } = await open();
    if (database === 'sqlite') {
      expect((await stat(join(data, 'ringway.db'))).mode & 0o777).toBe(0o600);
    }
    await db.destroy();
  });

  it('of a newer Ringway is left alone, in words', async () => {
    const { db } = await open();
    await sql`insert into schema_version (version) values (99)`.execute(db);
    await db.destroy();
    await expect(open()).rejects.toThrow(/schema 99.*newer Ringway/);
  });

  it('keeps times as numbers', async () => {
    const { db } = await open();
    const created_at = Date.UTC(2030, 0, 1);
    await db.insertInto('organisation').values({ name: 'Home', created_at }).execute();
    const row = await db
      .selectFrom('organisation')
      .select((is) => ['created_at', is.fn.countAll<number>().as('count')])
      .groupBy('created_at')
      .executeTakeFirst();
    expect(row).toEqual({ created_at, count: 1 });
    await db.destroy();
  });
});

describe.each(bothDatabases)('a transaction on %s', (database) => {
  it('tells and does what waited for it after the commit, each topic once', async () => {
    const { context, end } = await openContext(database);
    const heard: string[] = [];
    context.bus.subscribe('receiver:a', () => heard.push('a'));
    await inTransaction(context, async (tx, after) => {
      after.publish('receiver:a');
      after.publish('receiver:a');
      after.run(() => heard.push('ran'));
      await tx.selectFrom('account').select('id').execute();
      expect(heard).toEqual([]);
    });
    expect(heard).toEqual(['ran', 'a']);
    await end();
  });

  it('that fails leaves nothing and tells nothing', async () => {
    const { context, end } = await openContext(database);
    let heard = 0;
    context.bus.subscribe('receiver:a', () => (heard += 1));
    const failing = inTransaction(context, async (tx, after) => {
      after.publish('receiver:a');
      await tx.insertInto('organisation').values({ name: 'Home', created_at: 1 }).execute();
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(heard).toBe(0);
    expect(await context.db.selectFrom('organisation').selectAll().execute()).toEqual([]);
    await end();
  });

  it('waits for another that locked the same row, and loses no count', async () => {
    const { context, end } = await openContext(database);
    const id = await organisation(context, '0');
    const count = () =>
      inTransaction(context, async (tx) => {
        const query = tx.selectFrom('organisation').select('name').where('id', '=', id);
        const { name } = await forUpdate(query, context.dialect).executeTakeFirstOrThrow();
        const next = String(Number(name) + 1);
        await tx.updateTable('organisation').set({ name: next }).where('id', '=', id).execute();
      });
    await Promise.all(Array.from({ length: 30 }, count));
    const row = await context.db.selectFrom('organisation').select('name').executeTakeFirst();
    expect(row?.name).toBe('30');
    await end();
  });

  it('refuses what is there already and what is no value of the database', async () => {
    const { context, end } = await openContext(database);
    const insert = () =>
      context.db
        .insertInto('known_network')
        .values({ account_id: 1, network: 'n', last_seen_at: 1 })
        .execute();
    await expect(insert()).rejects.toSatisfy((error) => !isUniqueViolation(error));
    const address = { address: 'a@example.com', sipkey: '1', account_id: null, meeting_id: null };
    const twice = () => context.db.insertInto('address').values(address).execute();
    await twice();
    await expect(twice()).rejects.toSatisfy(isUniqueViolation);
    await expect(sql`select ${true} where ${{}} is null`.execute(context.db)).rejects.toThrow();
    await end();
  });
});

describe('on PostgreSQL', () => {
  it('two nodes that start at once make the tables once', async () => {
    const postgres = await createDatabase();
    const open = () =>
      openStore({ data: '', databaseUrl: postgres.url }, (error) => {
        throw error;
      });
    for (const { db } of await Promise.all([open(), open()])) {
      expect(await db.selectFrom('account').selectAll().execute()).toEqual([]);
      await db.destroy();
    }
    await postgres.drop();
  });

  it('a transaction is tried again when the database gave it up for another', async () => {
    const { context, end } = await openContext('postgres');
    const [one, other] = [await organisation(context, 'one'), await organisation(context, 'other')];
    let tries = 0;
    let holders = 0;
    let release: () => void = () => undefined;
    const bothHold = new Promise<void>((resolve) => (release = resolve));
    const rename = (first: number, second: number) =>
      inTransaction(context, async (tx) => {
        const to = (id: number) =>
          tx.updateTable('organisation').set({ name: 'new' }).where('id', '=', id).execute();
        tries += 1;
        await to(first);
        if ((holders += 1) === 2) release();
        await bothHold;
        await to(second);
      });
    await Promise.all([rename(one, other), rename(other, one)]);
    // Once for each, and again for whoever gave way: more often where it was there first again.
    expect(tries).toBeGreaterThanOrEqual(3);
    const rows = await context.db.selectFrom('organisation').select('name').execute();
    expect(rows.map(({ name }) => name)).toEqual(['new', 'new']);
    await end();
  });
});
