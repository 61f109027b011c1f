import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as z from 'zod/mini';
import { answerSchema, type ShimEffect, type ShimEvent } from './wire';

/** The real core of the shim, in a process that can be killed. */
export interface ShimProcess {
  /** Tells it what happens at a moment (ms since 1970); answers what is to be done, in order. */
  take(event: ShimEvent, at: number): Promise<readonly ShimEffect[]>;
  /** Ends it as the system ends an app (SIGKILL). */
  kill(): Promise<void>;
}

/** How the set-up of the tests says where `shim-cli` is: a command as a JSON list. */
const commandSchema = z.array(z.string()).check(z.minLength(1));

/** Starts `shim-cli`; says what to do where the set-up could not build it. */
export function startShim(origin: string, handOff: 'webView' | 'browser'): ShimProcess {
  const child = launch(['--origin', origin, '--hand-off', handOff]);
  const awaited: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => awaited.shift()?.(line));
  return {
    take: async (event, at) => {
      const answer = new Promise<string>((resolve) => awaited.push(resolve));
      child.stdin.write(`${JSON.stringify({ at, event })}\n`);
      const read = answerSchema.parse(JSON.parse(await answer));
      if ('problem' in read) throw new Error(`shim-cli: ${read.problem}`);
      return read.effects;
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

type Talking = ChildProcess & {
  readonly stdin: NonNullable<ChildProcess['stdin']>;
  readonly stdout: NonNullable<ChildProcess['stdout']>;
};

function launch(options: readonly string[]): Talking {
  const named = process.env['RINGWAY_SHIM_CLI'];
  if (!named) {
    throw new Error('RINGWAY_SHIM_CLI names no shim-cli: run these tests by npm run test:e2e.');
  }
  const [program = '', ...parameters] = commandSchema.parse(JSON.parse(named));
  return spawn(program, [...parameters, ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
}
