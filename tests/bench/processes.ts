import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';
import * as z from 'zod/mini';

/** A server in a process of its own, so that its memory and its processor time are its own. */
export interface ServerProcess {
  readonly port: number;
  /** Resident memory now, in bytes. */
  resident(): number;
  stop(): Promise<void>;
}

const readySchema = z.object({ port: z.int() });

const root = resolve(import.meta.dirname, '../..');

/** Starts a Node program that prints `{"port": …}` as its first line when it is ready. */
export async function startProgram(
  file: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--expose-gc', resolve(root, file)], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await readPort(child, file);
  return {
    port,
    resident: () => residentBytes(child),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function readPort(child: ChildProcess, file: string): Promise<number> {
  if (!child.stdout) throw new Error('The program has no output to read.');
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = readySchema.safeParse(JSON.parse(line));
    if (ready.success) return ready.data.port;
  }
  throw new Error(`${file} ended before it was ready.`);
}

function residentBytes(child: ChildProcess): number {
  const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN) * 1024;
}

/** Resident memory once it no longer falls from one half second to the next, in bytes. */
export async function settledMemory(server: ServerProcess): Promise<number> {
  let lowest = server.resident();
  for (;;) {
    await new Promise((continued) => setTimeout(continued, 500));
    const now = server.resident();
    if (now > lowest * 0.995) return now;
    lowest = now;
  }
}
