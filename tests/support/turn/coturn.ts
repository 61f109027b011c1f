import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { coturnMissing, findCoturn } from '@/scripts/coturn.mjs';
import { anyFreePort } from '@/scripts/ports.mjs';
import { makeCertificate } from '../push/certificates';
import type { Listening } from './transport';

/** The real coturn on loopback, as deploy/coturn configures it. */
export interface Coturn extends Listening {
  /** For `TURN_URLS` of a server. */
  readonly urls: string;
  /** What it logged so far. */
  readonly log: () => string;
  stop(): Promise<void>;
}

/** What a test has otherwise than the configuration that is shipped. */
export interface CoturnWishes {
  readonly secret: string;
  /** Lines of turnserver.conf; a later one counts. */
  readonly lines?: readonly string[];
}

/** The configuration that is shipped. */
export const shipped = resolve(import.meta.dirname, '../../../deploy/coturn/turnserver.conf');

/** Addresses and ports of the test, and what deploy/coturn/configure.sh appends. */
function ownLines(folder: string, ports: { port: number; tlsPort: number }, secret: string) {
  return [
    `listening-port=${ports.port}`,
    `tls-listening-port=${ports.tlsPort}`,
    ...['127.0.0.1', '::1'].flatMap((ip) => [`listening-ip=${ip}`, `relay-ip=${ip}`]),
    // Its database of accounts is not used; Debian's is not the test's to open.
    `userdb=${join(folder, 'turndb')}`,
    'pidfile=',
    'realm=calls.example.com',
    'server-name=turn.example.com',
    `cert=${join(folder, 'tls.crt')}`,
    `pkey=${join(folder, 'tls.key')}`,
    `static-auth-secret=${secret}`,
  ];
}

/**
 * Starts it on free ports.
 *
 * @throws Error with what to install, when this machine has none
 */
export async function startCoturn({ secret, lines = [] }: CoturnWishes): Promise<Coturn> {
  const program = findCoturn();
  if (program === undefined) throw new Error(coturnMissing);
  const folder = mkdtempSync(join(tmpdir(), 'ringway-coturn-'));
  chmodSync(folder, 0o700);
  const ports = {
    port: await anyFreePort('127.0.0.1'),
    tlsPort: await anyFreePort('127.0.0.1'),
  };
  const { certificate, privateKey, authority } = await makeCertificate();
  writeFileSync(join(folder, 'tls.crt'), certificate);
  writeFileSync(join(folder, 'tls.key'), privateKey, { mode: 0o600 });
  const configuration = join(folder, 'turnserver.conf');
  const all = [readFileSync(shipped, 'utf8'), ...ownLines(folder, ports, secret), ...lines];
  writeFileSync(configuration, `${all.join('\n')}\n`, { mode: 0o600 });

  const process = spawn(program, ['-c', configuration], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(process, 'exit');
  const logged: string[] = [];
  const heard = createInterface(process.stdout);
  for (const output of [heard, createInterface(process.stderr)]) {
    output.on('line', (line) => logged.push(line));
  }
  const log = (): string => logged.join('\n');
  const stop = async (): Promise<void> => {
    process.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  // The last thing that it does before it serves.
  const isReady = new Promise<void>((ready) => {
    heard.on('line', (line) => {
      if (line.includes('SQLite DB connection success')) ready();
    });
  });
  const failed = ended.then(() => Promise.reject(new Error(`coturn ended:\n${log()}`)));
  await Promise.race([isReady, failed]);
  failed.catch(() => undefined);
  return {
    ...ports,
    authority,
    urls: [
      `turn:127.0.0.1:${ports.port}?transport=udp`,
      `turn:127.0.0.1:${ports.port}?transport=tcp`,
      `turns:localhost:${ports.tlsPort}?transport=tcp`,
    ].join(','),
    log,
    stop,
  };
}
