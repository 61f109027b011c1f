import { createServer } from 'node:net';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type RunningServer, type ServerOptions } from '@/lib/server/main';
import { bothDatabases } from '@/tests/support/context';
import { createDatabase } from '@/tests/support/postgres';
import { apple, jpushApp, startPushServices } from '@/tests/support/push/services';

const signInPath = '/api/v3/app/user/login/verify_user.shtml';

async function signIn(server: RunningServer, account: string, pwd: string): Promise<unknown> {
  const answer = await fetch(server.url + signInPath, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, pwd }),
  });
  return answer.json();
}

/** A log that a test reads. */
function logOf(lines: string[]): ServerOptions {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { log: pino(stream) };
}

describe.each(bothDatabases)('a server that starts on %s', (database) => {
  let data: string;
  let url: string | undefined;
  let drop: (() => Promise<void>) | undefined;
  const running: RunningServer[] = [];

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'ringway-start-'));
    const postgres = database === 'postgres' ? await createDatabase() : undefined;
    url = postgres?.url;
    drop = postgres && (() => postgres.drop());
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
    await drop?.();
    await rm(data, { recursive: true, force: true });
  });

  const start = async (environment = {}, options: ServerOptions = {}) => {
    const server = await startServer(
      { PORT: '0', DATA: data, LOG_LEVEL: 'silent', DATABASE_URL: url, ...environment },
      options,
    );
    running.push(server);
    return server;
  };

  it('makes the first administrator once, whose password stands in a private file alone', async () => {
    const lines: string[] = [];
    const server = await start({}, logOf(lines));
    const file = join(data, 'first-administrator.txt');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    const password = /Password: +(\S+)/.exec(text)?.[1] ?? '';
    expect(await signIn(server, 'admin', password)).toMatchObject({
      code: '200',
      results: { account: 'admin', sipkey: '10001' },
    });
    expect(lines.join()).toContain(file);
    expect(lines.join()).not.toContain(password);
    await server.stop();
    const again = await start();
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await signIn(again, 'admin', password)).toMatchObject({ code: '200' });
  });

  it('as a demo gives the same people the same passwords and links at every start', async () => {
    const first = await start({ DEMO: 'true' });
    expect(first.demoAccounts.map(({ displayName }) => displayName)).toEqual([
      'Alice',
      'Bob',
      'Carol',
    ]);
    const origins = first.demoAccounts.map(({ link }) => new URL(link).hostname);
    expect(new Set(origins)).toEqual(new Set(['localhost', '127.0.0.1', 'carol.localhost']));
    expect((await stat(join(data, 'demo.json'))).mode & 0o777).toBe(0o600);
    await first.stop();
    const second = await start({ DEMO: 'true' });
    const kept = (server: RunningServer) =>
      server.demoAccounts.map((account) => ({ ...account, link: new URL(account.link).hash }));
    expect(kept(second)).toEqual(kept(first));
    const [alice] = second.demoAccounts;
    expect(await signIn(second, 'alice', alice?.password ?? '')).toMatchObject({ code: '200' });
    await second.stop();
    await writeFile(join(data, 'demo.json'), 'damaged');
    const third = await start({ DEMO: 'true' });
    const [renewed] = third.demoAccounts;
    expect(renewed?.password).not.toBe(alice?.password);
    expect(renewed?.sipkey).toBe(alice?.sipkey);
    expect(await signIn(third, 'alice', renewed?.password ?? '')).toMatchObject({ code: '200' });
  });

  it('tries its push credentials without being asked, and says in the log which do not work', async () => {
    const services = await startPushServices();
    services.apns.revoke(apple.keyId);
    const lines: string[] = [];
    await start(services.environment, logOf(lines));
    const about = () => lines.filter((line) => line.includes('push credentials do not work'));
    await expect.poll(about).toHaveLength(1);
    expect(JSON.parse(about()[0] ?? '')).toMatchObject({
      provider: 'apns',
      verdict: 'key_refused',
      detail: '403 InvalidProviderToken',
    });
    expect(services.jpush.pushes).toEqual([]);
    for (const secret of ['PRIVATE KEY', jpushApp.masterSecret]) {
      expect(lines.join()).not.toContain(secret);
    }
    await services.stop();
  });

  it('has no demo unless it is one', async () => {
    const server = await start();
    expect(server.demoAccounts).toEqual([]);
  });

  it('answers at its origin, and stops twice as well as once', async () => {
    const server = await start();
    expect(new URL(server.url).port).toBe(String(server.port));
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await Promise.all([server.stop(), server.stop()]);
    await expect(fetch(`${server.url}/readyz`)).rejects.toThrow();
  });
});

describe('a server that cannot start', () => {
  it('says every mistake of its settings', async () => {
    await expect(startServer({ PORT: 'x', DEMO: 'maybe' })).rejects.toThrow(/PORT[^]*DEMO/);
  });

  it('says that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const data = await mkdtemp(join(tmpdir(), 'ringway-start-'));
    const starting = startServer({ PORT: String(port), DATA: data, LOG_LEVEL: 'silent' });
    await expect(starting).rejects.toThrow(/EADDRINUSE/);
    other.close();
    await rm(data, { recursive: true });
  });

  it('says that its secret is damaged', async () => {
    const data = await mkdtemp(join(tmpdir(), 'ringway-start-'));
    await writeFile(join(data, 'secret.key'), 'damaged');
    await chmod(join(data, 'secret.key'), 0o600);
    await expect(startServer({ PORT: '0', DATA: data, LOG_LEVEL: 'silent' })).rejects.toThrow(
      /secret\.key is damaged/,
    );
    await rm(data, { recursive: true });
  });
});
