import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { anyFreePort } from '@/scripts/ports.mjs';
import { startServer, type DemoAccount, type RunningServer } from '@/lib/server/main';

/** A Ringway behind a proxy of this machine, on a port of its own, with what it logs. */
export interface RingwayBehind {
  readonly port: number;
  account(name: string): DemoAccount;
  log(): string;
  stop(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  end(): Promise<void>;
}

/** Starts one with the demo's accounts, whose people reach it at `origin`. */
export async function startBehind(origin: string): Promise<RingwayBehind> {
  const data = await mkdtemp(join(tmpdir(), 'ringway-behind-'));
  const port = await anyFreePort('127.0.0.1');
  let log = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString();
      done();
    },
  });
  const settings = { DATA: data, PORT: String(port), ORIGIN: origin, DEMO: 'true' };
  const launch = (): Promise<RunningServer> =>
    startServer({ ...settings, TRUSTED_PROXIES: '127.0.0.1' }, { log: pino(sink) });
  let running = await launch();
  const { demoAccounts } = running;
  return {
    port,
    account: (name) => {
      const found = demoAccounts.find(({ account }) => account === name);
      if (!found) throw new Error(`The demo has no account ${name}.`);
      return found;
    },
    log: () => log,
    stop: () => running.stop(),
    start: async () => {
      running = await launch();
    },
    end: async () => {
      await running.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
