import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '@/lib/server/backup/backup';
import { rememberBackup } from '@/lib/server/backup/last-backup';
import type { Check, CheckId } from '@/lib/server/doctor/check';
import { judgeDisk } from '@/lib/server/doctor/disk';
import { checkDatabase } from '@/lib/server/doctor/database';
import { examineFrom, examineServer, type ExaminationOptions } from '@/lib/server/doctor/examine';
import { hasFailed, writeJson, writeReport } from '@/lib/server/doctor/report';
import { checkTurn } from '@/lib/server/doctor/turn';
import { startServer, type RunningServer } from '@/lib/server/main';
import { readSettings } from '@/lib/server/settings';
import { bothDatabases } from '@/tests/support/context';
import { createDatabase } from '@/tests/support/postgres';
import { startProxy, type Proxy, type ProxyWishes } from '@/tests/support/proxy';
import { startCoturn, type Coturn } from '@/tests/support/turn/coturn';

/** A check in two words: its state, and what was found. */
function verdictOf(checks: readonly Check[], id: CheckId): string[] {
  return checks
    .filter((check) => check.id === id)
    .map(({ state, finding }) => [state, finding].filter(Boolean).join(' '));
}

/** All that is not well. */
function notWell(checks: readonly Check[]): string[] {
  return checks
    .filter(({ state }) => state !== 'ok')
    .map(({ id, state, finding }) => `${id}: ${state} ${finding ?? ''}`);
}

describe('the doctor', () => {
  let data: string;
  const proxies: Proxy[] = [];
  const running: RunningServer[] = [];

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'ringway-doctor-'));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
    await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
    await rm(data, { recursive: true, force: true });
  });

  /** A server behind a proxy, and the doctor before it, who has another address than the proxy. */
  async function behind(wishes: ProxyWishes = {}, more: Record<string, string> = {}) {
    const proxy = await startProxy(wishes);
    proxies.push(proxy);
    const { authority, origin } = proxy;
    const environment = {
      ...{ PORT: '0', HOST: '127.0.0.1', DATA: data, LOG_LEVEL: 'silent', ORIGIN: origin },
      TRUSTED_PROXIES: '127.0.0.1',
      ...more,
    };
    const server = await startServer(environment);
    running.push(server);
    proxy.leadTo(server.port);
    const settings = readSettings({ ...environment, PORT: String(server.port) });
    const localAddress = '127.0.0.9';
    const examine = (options: ExaminationOptions = {}) =>
      examineServer(settings, { authority, localAddress, ...options });
    const fromElsewhere = (options: ExaminationOptions = {}) =>
      examineFrom(origin, settings, { authority, localAddress, ...options });
    return { settings, examine, fromElsewhere, server };
  }

  it('finds nothing wrong behind a proxy that is set up well, from its machine and from elsewhere', async () => {
    const { examine, fromElsewhere, settings } = await behind();
    await backUp(settings, join(data, 'backup'));
    const checks = await examine();
    // A disk of the tests may be rather full, and they have no relay.
    const others = checks.filter(({ id }) => id !== 'disk' && id !== 'turn');
    expect(notWell(others)).toEqual([]);
    expect([...new Set(checks.map(({ id }) => id))].sort()).toEqual([
      ...['address', 'backup', 'certificate', 'clock', 'database', 'disk', 'events', 'livekit'],
      ...['origin', 'turn', 'websocket'],
    ]);
    expect(checks.find(({ id }) => id === 'address')?.detail).toMatch(/^127\.0\.0\.9, .*trusted/);
    expect(checks.find(({ id }) => id === 'events')?.detail).toMatch(/^first of 3 events/);
    expect(notWell(await fromElsewhere())).toEqual(['turn: warn turn_unasked']);
  });

  it.each<[string, ProxyWishes, string]>([
    ['whose certificate has ended', { days: -1 }, 'certificate: fail certificate_ended'],
    ['whose certificate ends in 2 days', { days: 2.5 }, 'certificate: fail certificate_ends_soon'],
    ['whose certificate ends in 20 days', { days: 20 }, 'certificate: warn certificate_ends_soon'],
    [
      'whose certificate is of another host',
      { certificateOf: 'other.example.com' },
      'certificate: fail certificate_other_host',
    ],
    ['that buffers', { buffers: true }, 'events: fail buffered'],
    ['that passes no WebSockets', { passesWebSockets: false }, 'websocket: fail no_websocket'],
    ['that believes forged headers', { believes: true }, 'address: fail forged_address'],
    ['that refuses a doubled %', { refusesPercent: true }, 'origin: warn percent_refused'],
    ['that changes the Host', { host: 'inside.example' }, 'origin: fail other_host'],
  ])('sees a proxy %s', async (_name, wishes, found) => {
    const { fromElsewhere } = await behind(wishes);
    expect(notWell(await fromElsewhere())).toEqual([found, 'turn: warn turn_unasked']);
  });

  it('sees a certificate that no authority of the system has signed', async () => {
    const { fromElsewhere } = await behind();
    const checks = await fromElsewhere({ authority: undefined });
    expect(verdictOf(checks, 'certificate')).toEqual(['fail certificate_untrusted']);
  });

  it('sees a proxy whose word does not count', async () => {
    const { examine } = await behind({}, { TRUSTED_PROXIES: '' });
    expect(verdictOf(await examine(), 'address')).toEqual(['warn proxy_not_trusted']);
  });

  it('sees a clock that is five minutes off, either way', async () => {
    const { fromElsewhere } = await behind();
    for (const apart of [-300_000, 300_000]) {
      const checks = await fromElsewhere({ now: () => Date.now() + apart });
      expect(verdictOf(checks, 'clock')).toEqual(['fail clock_differs']);
      expect(checks.find(({ id }) => id === 'clock')?.detail).toMatch(/^(299|300)(\.\d)? s/);
    }
  });

  it('says once that nothing answers, and what is no Ringway', async () => {
    const proxy = await startProxy();
    proxies.push(proxy);
    const settings = readSettings({ DATA: data });
    const { authority, origin } = proxy;
    const nobody = await examineFrom(origin, settings, { authority });
    expect(verdictOf(nobody, 'origin')).toEqual(['fail other_server']);
    await proxies.pop()?.stop();
    const gone = await examineFrom(origin, settings);
    expect(notWell(gone)).toEqual(['origin: fail unreachable', 'turn: warn turn_unasked']);
  });

  it('says that a public address without TLS will not do', async () => {
    const server = await startServer({
      ...{ PORT: '0', HOST: '127.0.0.1', DATA: data, LOG_LEVEL: 'silent' },
    });
    running.push(server);
    const settings = readSettings({ DATA: data, PORT: String(server.port) });
    expect(verdictOf(await examineServer(settings), 'certificate')).toEqual(['ok']);
    const open = await examineServer({ ...settings, origin: 'http://calls.invalid' });
    expect(verdictOf(open, 'origin')).toEqual(['fail unreachable']);
  });

  it('sees a backup that is missing or old', async () => {
    const { examine } = await behind();
    expect(verdictOf(await examine(), 'backup')).toEqual(['warn backup_none']);
    await rememberBackup(data, {
      at: new Date(Date.now() - 8 * 86_400_000).toISOString(),
      file: 'f',
    });
    expect(verdictOf(await examine(), 'backup')).toEqual(['warn backup_old']);
  });

  it('writes a line a check, what to do below, and JSON for programs', async () => {
    const checks: Check[] = [
      { id: 'disk', state: 'ok', detail: '3.0 GiB free, 30 %' },
      { id: 'events', state: 'fail', finding: 'buffered', detail: 'all after 1400 ms' },
    ];
    expect(writeReport(checks)).toMatch(
      /^ok {4}disk +3\.0 GiB free, 30 %\nfail {2}event stream +all after 1400 ms\n {6}→ .*buffering/,
    );
    const told: unknown = JSON.parse(writeJson(checks));
    expect(told).toMatchObject({ ok: false, checks: [{ id: 'disk' }, { finding: 'buffered' }] });
    expect(hasFailed(checks)).toBe(true);
  });

  it.each([
    [99 * 2 ** 20, 2 ** 40, 'fail disk_full'],
    [2 ** 30 - 1, 2 ** 33, 'warn disk_little'],
    [2 ** 31, 2 ** 40, 'warn disk_little'],
    [2 ** 31, 2 ** 34, 'ok'],
  ])('takes %i bytes of %i for %s', (free, size, verdict) => {
    expect(verdictOf([judgeDisk(free, size)], 'disk')).toEqual([verdict]);
  });
});

describe.each(bothDatabases)('the doctor of a database, on %s', (database) => {
  it('finds it sound while a server runs on it, and sees one of another version', async () => {
    const data = await mkdtemp(join(tmpdir(), 'ringway-doctor-'));
    const postgres = database === 'postgres' ? await createDatabase() : undefined;
    const databaseUrl = postgres?.url;
    const server = await startServer({
      ...{ PORT: '0', HOST: '127.0.0.1', DATA: data, LOG_LEVEL: 'silent' },
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    });
    const check = () => checkDatabase({ data, databaseUrl: databaseUrl ?? null }, Date.now);
    expect(notWell(await check())).toEqual([]);
    expect(verdictOf(await check(), 'clock')).toEqual(database === 'sqlite' ? [] : ['ok']);
    const later = await checkDatabase({ data, databaseUrl: databaseUrl ?? null }, () => 0);
    if (database === 'postgres') expect(verdictOf(later, 'clock')).toEqual(['fail clock_differs']);
    await server.stop();
    await postgres?.drop();
    if (database === 'postgres') {
      expect(verdictOf(await check(), 'database')).toEqual(['fail database_away']);
    }
    await rm(data, { recursive: true, force: true });
  });
});

describe('the doctor of the embedded database', () => {
  let data: string;
  const check = async () => {
    return verdictOf(await checkDatabase({ data, databaseUrl: null }, Date.now), 'database');
  };

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'ringway-doctor-'));
    await (await startServer({ PORT: '0', DATA: data, LOG_LEVEL: 'silent' })).stop();
  });
  afterEach(() => rm(data, { recursive: true, force: true }));

  const write = (statement: string) => {
    const file = new Database(join(data, 'ringway.db'));
    file.exec(statement);
    file.close();
  };

  it('sees one of another version', async () => {
    expect(await check()).toEqual(['ok']);
    write('insert into schema_version (version) values (99)');
    expect(await check()).toEqual(['fail database_newer']);
    write('delete from schema_version where version > 1');
    expect(await check()).toEqual(['warn database_older']);
  });

  it('sees one that is missing, locked or damaged', async () => {
    const holder = new Database(join(data, 'ringway.db'));
    holder.exec('begin exclusive');
    expect(await check()).toEqual(['fail database_locked']);
    holder.close();
    const file = join(data, 'ringway.db');
    const bytes = await readFile(file);
    bytes.fill(0x55, 4_096, bytes.length - 4_096);
    await writeFile(file, bytes);
    expect(await check()).toEqual(['fail database_damaged']);
    await rm(file);
    expect(await check()).toEqual(['fail database_missing']);
  });
});

describe('the doctor of relays', () => {
  const secret = 'a secret of 16 characters and more'.replaceAll(' ', '-');
  let coturn: Coturn;

  beforeAll(async () => {
    coturn = await startCoturn({ secret });
  });
  afterAll(() => coturn.stop());

  const checkWith = (more: { secret?: string; urls?: string; authority?: string } = {}) => {
    const { secret: own = secret, urls = coturn.urls } = more;
    const settings = readSettings({ TURN_URLS: urls, TURN_SECRET: own });
    return checkTurn(settings, Date.now(), more.authority ?? coturn.authority);
  };

  it('gets a relay over each transport', async () => {
    const checks = await checkWith();
    expect(notWell(checks)).toEqual([]);
    expect(checks.length).toBeGreaterThanOrEqual(3);
    expect(checks.map(({ detail }) => detail).join()).toMatch(/turns:.*a relay at 127\.0\.0\.1/);
  });

  it('sees another secret, and a certificate that nobody trusts', async () => {
    const wrong = await checkWith({ secret: 'another-secret-of-16' });
    expect([...new Set(verdictOf(wrong, 'turn'))]).toEqual(['fail turn_credentials']);
    const { authority } = await startProxyOnce();
    const untrusted = await checkWith({ authority });
    expect(verdictOf(untrusted, 'turn').sort()).toContain('fail turn_unreachable');
  });

  it('sees a relay that does not answer', async () => {
    const port = new URL((await startProxyOnce()).origin).port;
    const urls = ['udp', 'tcp'].map((how) => `turn:127.0.0.1:${port}?transport=${how}`).join();
    const checks = await checkWith({ urls });
    expect(verdictOf(checks, 'turn')).toEqual(['fail turn_unreachable', 'fail turn_unreachable']);
  });
});

/** What a proxy had that is gone: a port where nobody listens, an authority that signed nothing else. */
async function startProxyOnce(): Promise<Proxy> {
  const proxy = await startProxy();
  await proxy.stop();
  return proxy;
}
