import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { accountOf, readReady, type DemoAccount, type Name } from '@/tests/support/demo-accounts';

export type { DemoAccount, Name };

/** Ringway as its operator runs it: a process that can be killed and started again on its data. */
export interface RunningRingway {
  readonly port: number;
  account(name: Name): DemoAccount;
  /** Ends it as a power failure would (SIGKILL). */
  kill(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
  /** Ends it as an operator does (SIGTERM), and removes its data. */
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../../..');

/**
 * Starts the demo on a free port, with an empty database. `folder`: where its pages are (`out/` and
 * `dist/pages.json`), if not in the project.
 */
export async function startRingway(
  settings: Readonly<Record<string, string>> = {},
  folder = root,
): Promise<RunningRingway> {
  const data = await mkdtemp(join(tmpdir(), 'ringway-e2e-'));
  const environment = { DATA: data, LOG_LEVEL: 'silent', DEMO: 'true', ...settings };
  let running = await launch({ ...environment, PORT: '0' }, folder);
  const { port, accounts } = running.ready;
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (running.child.exitCode !== null || running.child.signalCode !== null) return;
    const ended = once(running.child, 'exit');
    running.child.kill(signal);
    await ended;
  };
  return {
    port,
    account: (name) => accountOf(accounts, name),
    kill: () => end('SIGKILL'),
    start: async () => {
      running = await launch({ ...environment, PORT: String(port) }, folder);
    },
    stop: async () => {
      await end('SIGTERM');
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function launch(environment: Readonly<Record<string, string>>, folder: string) {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(root, 'tests/support/ringway-server.mjs'), folder],
    { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (!child.stdout) throw new Error('The server has no output to read.');
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, ready: readReady(line) };
  }
  throw new Error('The server ended before it was ready.');
}
