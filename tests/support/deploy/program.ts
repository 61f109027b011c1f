import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The project's folder. */
export const root = resolve(import.meta.dirname, '../../..');

/** What an operator runs beside Ringway, started as the units and containers start it. */
export interface Program {
  /** What it has written, both outputs together. */
  written(): string;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/** What an operator fills in, for this machine. */
export const filledIn = {
  HOST_NAME: 'localhost',
  CONTACT: 'operator@example.com',
  PUBLIC_ADDRESS: '127.0.0.1',
} as const;

/** The first words of every command: they complete the settings. */
export const withSettings = `${root}/deploy/with-settings.sh`;

/** The environment that a unit or a container gives: the settings and nothing of ours. */
export function environmentOf(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const path = `${process.env['PATH'] ?? ''}:/usr/sbin`;
  return { NODE_ENV: 'production', PATH: path, ...settings };
}

/** How long a program may take until it listens, ms. */
const patience = 20_000;

/** Starts a program with the settings; resolves once it listens on a port of loopback. */
export async function startProgram(
  command: readonly string[],
  settings: Readonly<Record<string, string>>,
  port: number,
): Promise<Program> {
  const child = spawn(withSettings, command, {
    env: environmentOf({ ...filledIn, ...settings }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (text: string) => (written += text));
  }
  const ended = once(child, 'exit');
  const started = performance.now();
  while (!(await listens(port))) {
    if (child.exitCode !== null || performance.now() - started > patience) {
      child.kill('SIGKILL');
      throw new Error(`${command.join(' ')} did not start:\n${written}`);
    }
    await pause(50);
  }
  return {
    written: () => written,
    signal: (name) => child.kill(name),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => answer(false));
  });
}
