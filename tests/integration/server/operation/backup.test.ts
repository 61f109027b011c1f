import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { backUp, type SecretWish } from '@/lib/server/backup/backup';
import { lastBackup } from '@/lib/server/backup/last-backup';
import { restore, type SecretTaking } from '@/lib/server/backup/restore';
import { startServer, type RunningServer } from '@/lib/server/main';
import { OutsideClient } from '@/tests/support/outside/client';
import type { Participant } from '@/tests/support/outside/participant';
import { resultOf } from '@/tests/support/outside/shapes';
import { startTestServer, type TestServer } from '@/tests/support/server';

const callList = z.looseObject({
  calls: z.array(
    z.looseObject({
      outcome: z.string(),
      ended: z.string().nullable(),
      peer: z.looseObject({ address: z.string() }),
    }),
  ),
});
const deviceList = z.array(z.looseObject({ id: z.string() }));

const phone = { device_id: 'a1'.repeat(32), device_type: 'ios' } as const;
const contact = { PUSH_CONTACT: 'mailto:operator@example.com' };

describe('a backup of the embedded database', () => {
  let folder: string;
  let data: string;
  let file: string;
  let server: TestServer;
  const started: RunningServer[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ringway-backup-'));
    data = join(folder, 'data');
    file = join(folder, 'backup of "today", it’s.ringway');
    server = await startTestServer({ database: 'sqlite', settings: { DATA: data, ...contact } });
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.stop()));
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const backup = (secret?: SecretWish, to = file) =>
    backUp({ data, databaseUrl: null }, to, secret);
  const restoreTo = (to: string, from = file, secret?: SecretTaking) =>
    restore({ data: to, databaseUrl: null }, from, secret);

  /** A server on a folder; demo accounts are not made anew in it. */
  async function startOn(at: string): Promise<OutsideClient> {
    const settings = { PORT: '0', HOST: '127.0.0.1', DATA: at, LOG_LEVEL: 'silent', ...contact };
    const running = await startServer(settings);
    started.push(running);
    return new OutsideClient(running.url);
  }

  /** Alice and Bob have spoken, and speak again; Bob has a phone, too. */
  async function call() {
    const { alice, bob } = server.accounts;
    const client = new OutsideClient(server.url);
    await client.registerPublic(bob, phone);
    const hers = await client.device(alice);
    const his = await client.device(bob);
    const speak = async () => {
      const caller = await client.join(bob.userName, hers.proof, { direct_media: true });
      const callee = await client.answer(await his.rung());
      return { caller, callee };
    };
    const first = await speak();
    await first.caller.leave();
    return { hers, his, ...(await speak()) };
  }

  const speaking = async (person: Participant) =>
    (await person.participants()).map(({ uuid }) => uuid).sort();

  it('made in a call leaves the call alone, and holds accounts, calls and devices', async () => {
    const { alice, bob } = server.accounts;
    const { caller, callee, hers, his } = await call();
    const stream = await caller.events();
    const before = [hers.inbox.all.length, his.inbox.all.length];

    // The call writes all the while.
    const end = { isHere: false };
    const writing = (async () => {
      let answers = 0;
      while (!end.isHere) {
        resultOf(await callee.refresh(), z.unknown());
        resultOf(await caller.message(`message ${answers}`), z.unknown());
        answers += 1;
      }
      return answers;
    })();
    const made = await backup();
    end.isHere = true;
    expect(await writing).toBeGreaterThan(0);

    expect(await speaking(caller)).toEqual([caller.uuid, callee.uuid].sort());
    expect(stream.inbox.named('disconnect')).toEqual([]);
    expect(stream.inbox.isClosed).toBe(false);
    expect([hers.inbox.all.length, his.inbox.all.length]).toEqual(before);
    await callee.leave();
    await stream.inbox.next('disconnect');

    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(made).toMatchObject({ file, files: ['vapid.key'] });
    expect(await lastBackup(data)).toEqual({ at: made.madeAt, file });

    const elsewhere = join(folder, 'restored');
    expect(await restoreTo(elsewhere)).toEqual({
      madeAt: made.madeAt,
      before: null,
      secret: 'made at the next start',
    });
    expect((await stat(join(elsewhere, 'ringway.db'))).mode & 0o777).toBe(0o600);
    const vapid = (at: string) => readFile(join(at, 'vapid.key'), 'utf8');
    expect(await vapid(elsewhere)).toBe(await vapid(data));

    const client = await startOn(elsewhere);
    const headersOf = async (who: typeof alice) => ({
      cookie: await client.signInForCookie(who),
      origin: client.origin,
    });
    const hersThere = await client.ask('/api/my/calls', { headers: await headersOf(alice) });
    const { calls } = resultOf(hersThere, callList);
    expect(calls.map(({ outcome, peer }) => [outcome, peer.address])).toEqual([
      ['answered', bob.userName],
      ['answered', bob.userName],
    ]);
    expect(calls[1]?.ended).not.toBeNull();
    const hisThere = await client.ask('/api/my/devices', { headers: await headersOf(bob) });
    expect(resultOf(hisThere, deviceList)).toHaveLength(1);
    hers.cut();
    his.cut();
  });
});

describe('the database beside a server', () => {
  let folder: string;
  let data: string;
  let file: string;
  const running: RunningServer[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ringway-restore-'));
    data = join(folder, 'data');
    file = join(folder, 'backup');
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  const settings = () => ({ data, databaseUrl: null });
  const start = async () => {
    const server = await startServer({
      ...{ PORT: '0', HOST: '127.0.0.1', DATA: data, LOG_LEVEL: 'silent', DEMO: 'true' },
      ...contact,
    });
    running.push(server);
    return server;
  };
  const named = (at: string, text: string) => {
    const database = new Database(join(at, 'ringway.db'));
    database.exec(`insert into organisation (name, created_at) values ('${text}', 1)`);
    database.close();
  };
  const names = (at: string) => {
    const database = new Database(join(at, 'ringway.db'));
    const rows = database
      .prepare('select name from organisation where created_at = 1 order by id')
      .all([]);
    database.close();
    return z
      .array(z.object({ name: z.string() }))
      .parse(rows)
      .map(({ name }) => name);
  };
  const keyOf = (name: string, at = data) => readFile(join(at, name), 'utf8');

  it('is set aside by a restore and comes back by another', async () => {
    await (await start()).stop();
    named(data, 'before');
    await backUp(settings(), file);
    named(data, 'after');
    const secret = await keyOf('secret.key');

    const there = await restore(settings(), file);
    expect(there.secret).toBe('as it was');
    expect(names(data)).toEqual(['before']);
    expect(names(there.before ?? '')).toEqual(['before', 'after']);
    expect(await keyOf('secret.key')).toBe(secret);
    expect((await readdir(data)).filter((name) => name.includes('restoring'))).toEqual([]);
    await (await start()).stop();

    const back = await restore(settings(), there.before ?? '');
    expect(back.madeAt).toBeNull();
    expect(names(data)).toEqual(['before', 'after']);
    expect(names(back.before ?? '')).toEqual(['before']);
    await start();
  });

  it('is not restored while a server runs on it, and nothing is changed', async () => {
    await start();
    await backUp(settings(), file);
    const before = await readdir(data);
    await expect(restore(settings(), file)).rejects.toThrow(/in use by another Ringway/);
    expect(await readdir(data)).toEqual(before);
  });

  it('leaves the secret out of a backup unless that is wished, plain or encrypted', async () => {
    await (await start()).stop();
    const secret = await keyOf('secret.key');
    const bytes = Buffer.from(secret.trim(), 'base64url');
    const wishes = { 'left out': 0, plain: 1, sealed: 0 } as const;
    for (const kind of ['left out', 'plain', 'sealed'] as const) {
      const wish = kind === 'sealed' ? { kind, passphrase: 'correct horse' } : { kind };
      await backUp(settings(), file + kind, wish);
      const content = await readFile(file + kind);
      const found = content.includes(secret.trim()) || content.includes(bytes);
      expect(Number(found)).toBe(wishes[kind]);
    }

    await writeFile(join(data, 'secret.key'), 'another');
    const sealed = `${file}sealed`;
    await expect(restore(settings(), sealed)).rejects.toThrow(/encrypted.*BACKUP_PASSPHRASE/);
    const wrong = { kind: 'taken', passphrase: 'wrong' } as const;
    await expect(restore(settings(), sealed, wrong)).rejects.toThrow(/passphrase is another/);
    expect(await keyOf('secret.key')).toBe('another');
    const without = await restore(settings(), sealed, { kind: 'left out' });
    expect(without.secret).toBe('as it was');
    const right = { kind: 'taken', passphrase: 'correct horse' } as const;
    const restored = await restore(settings(), sealed, right);
    expect(restored.secret).toBe('of the backup');
    expect(await keyOf('secret.key')).toBe(secret);
    expect((await stat(join(data, 'secret.key'))).mode & 0o777).toBe(0o600);
    expect(await keyOf('secret.key', restored.before ?? '')).toBe('another');
    expect((await restore(settings(), `${file}plain`)).secret).toBe('of the backup');
  });

  it.each([
    ['nothing', async () => undefined, /There is no/],
    ['text', (at: string) => writeFile(at, 'no database'), /damaged or no backup/],
    ['a database of others', otherDatabase, /no backup that/],
    ['a backup of a newer Ringway', newerBackup, /newer Ringway/],
    ['half a backup', halfBackup, /damaged or no backup/],
    ['a folder of others', (at: string) => mkdir(at), /holds no data/],
  ] as const)('is not restored from %s, and stays as it is', async (_name, make, words) => {
    await (await start()).stop();
    await backUp(settings(), file);
    const other = join(folder, 'other');
    await make(other, file);
    const before = await readFile(join(data, 'ringway.db'));
    await expect(restore(settings(), other)).rejects.toThrow(words);
    expect((await readFile(join(data, 'ringway.db'))).equals(before)).toBe(true);
    expect((await readdir(data)).filter((name) => /restor/.test(name))).toEqual([]);
  });

  it('is backed up once under a name, and nowhere that cannot be written', async () => {
    await (await start()).stop();
    await backUp(settings(), file);
    await expect(backUp(settings(), file)).rejects.toThrow(/is there already/);
    const nowhere = join(folder, 'missing', 'backup');
    await expect(backUp(settings(), nowhere)).rejects.toThrow(/cannot be written/);
    const other = { data: join(folder, 'other'), databaseUrl: null };
    await expect(backUp(other, join(folder, 'b'))).rejects.toThrow(/is DATA right/);
    const url = { data, databaseUrl: 'postgres://x' };
    await expect(backUp(url, join(folder, 'b'))).rejects.toThrow(/pg_dump/);
    await expect(restore(url, file)).rejects.toThrow(/pg_restore/);
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it('that is damaged makes no backup', async () => {
    await (await start()).stop();
    await damage(join(data, 'ringway.db'));
    await expect(backUp(settings(), file)).rejects.toThrow(/damaged/);
    expect(await readdir(folder)).toEqual(['data']);
  });
});

async function otherDatabase(at: string): Promise<void> {
  const database = new Database(at);
  database.exec('create table other (x)');
  database.close();
}

async function newerBackup(at: string, backup: string): Promise<void> {
  await writeFile(at, await readFile(backup));
  const database = new Database(at);
  database.exec('insert into schema_version (version) values (99)');
  database.close();
}

async function halfBackup(at: string, backup: string): Promise<void> {
  const whole = await readFile(backup);
  await writeFile(at, whole.subarray(0, whole.length / 2));
}

/** Writes over the middle of a database, as a failing disk does. */
async function damage(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes.fill(0x55, 4_096, bytes.length - 4_096);
  await writeFile(file, bytes);
}
