import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@/lib/server/main';
import { createDatabase } from './postgres';

/** The two stores that every integration test runs on. */
export type Database = 'sqlite' | 'postgres';

export const databases: readonly Database[] = ['sqlite', 'postgres'];

/** An account of the running server, with what its owner knows. */
export interface TestAccount {
  readonly account: string;
  readonly password: string;
  readonly userName: string;
  readonly sipkey: string;
  readonly displayName: string;
  readonly link: string;
}

/** A real server on a free port, its data in a folder and database of its own. */
export interface TestServer {
  readonly url: string;
  readonly accounts: {
    readonly alice: TestAccount;
    readonly bob: TestAccount;
    readonly carol: TestAccount;
  };
  /** The first administrator, an operator, as the file beside the data names it. */
  operator(): Promise<{ readonly account: string; readonly password: string }>;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

export interface TestServerWishes {
  readonly database: Database;
  /** Further settings by their environment names. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts a server with the demo's accounts Alice, Bob and Carol. */
export async function startTestServer(wishes: TestServerWishes): Promise<TestServer> {
  const data = await mkdtemp(join(tmpdir(), 'ringway-test-'));
  const store = wishes.database === 'postgres' ? await createDatabase() : undefined;
  const running = await startServer({
    PORT: '0',
    HOST: '127.0.0.1',
    DATA: data,
    LOG_LEVEL: 'silent',
    DEMO: 'true',
    ...(store ? { DATABASE_URL: store.url } : {}),
    ...wishes.settings,
  });
  const accountOf = (name: string): TestAccount => {
    const found = running.demoAccounts.find((candidate) => candidate.account === name);
    if (!found) throw new Error(`the demo has no account ${name}`);
    return found;
  };
  return {
    url: running.url.replace(/\/$/, ''),
    accounts: { alice: accountOf('alice'), bob: accountOf('bob'), carol: accountOf('carol') },
    operator: async () => {
      const told = await readFile(join(data, 'first-administrator.txt'), 'utf8');
      const named = (name: string) => new RegExp(`^${name}: +(\\S+)$`, 'm').exec(told)?.[1] ?? '';
      return { account: named('Account'), password: named('Password') };
    },
    stop: async () => {
      await running.stop();
      await store?.drop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
