import { createHash, X509Certificate } from 'node:crypto';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { coturnMissing, findCoturn } from '@/scripts/coturn.mjs';
import { findFront, frontMissing } from '@/scripts/fronts.mjs';
import { findLiveKit, liveKitMissing } from '@/scripts/livekit.mjs';
import { accountOf, readReady, type DemoAccount, type Name } from '../demo-accounts';
import { environmentOf, root, withSettings } from '../deploy/program';
import { makeCertificate } from '../push/certificates';
import type { Command, Namespace } from './namespace';
import { serverNames, type Network, type ServerHost } from './network';

/**
 * Ringway, HAProxy, coturn and, if wished, LiveKit on the server's host, by the files of deploy/ and with the commands of
 * its units: pages, LiveKit's signalling and TURN over TLS behind port 443 of one address.
 */
export interface Deployment {
  /** Where people reach it. */
  readonly origin: string;
  /** Parameters of Chromium by which it trusts the certificate. */
  readonly trust: readonly string[];
  /** An account of the demo; its link leads to this server. */
  account(name: Name): DemoAccount;
  /** What a program has written so far. */
  written(program: ProgramName): string;
  /** Everything on it ends as in a power failure. */
  powerOff(): Promise<void>;
  /** It starts again, on the data that it had. */
  powerOn(): Promise<void>;
}

/** What runs on the server. */
export type ProgramName = 'ringway' | 'haproxy' | 'coturn' | 'livekit';

const secret = 'relay-secret-of-the-tests';

/** Where it answers, where nobody has chosen another port (deploy/with-settings.sh). */
const liveKitPort = 7880;

/** How long a program may take until it listens, ms. */
const patience = 30_000;

/**
 * Starts all of it; `settings`: further ones of Ringway, by their environment names; `LIVEKIT=yes` brings LiveKit.
 *
 * @throws Error with what to install, where something is missing
 */
export async function deploy(
  { server, folder }: Pick<Network, 'server' | 'folder'>,
  settings: Readonly<Record<string, string>> = {},
): Promise<Deployment> {
  const haproxy = found(findFront('haproxy'), frontMissing.haproxy);
  const coturn = found(findCoturn(), coturnMissing);
  const withLiveKit = settings['LIVEKIT'] === 'yes';
  const liveKit = withLiveKit ? found(findLiveKit(), liveKitMissing) : null;
  const place = await makePlace(folder);
  // The relay's is there already; what is missing is made.
  await server.host.exec([join(root, 'deploy/make-secrets.sh'), folder]);
  const filledIn = {
    LIVEKIT: withLiveKit ? 'yes' : 'no',
    HOST_NAME: serverNames.ringway,
    CONTACT: 'operator@example.com',
    PUBLIC_ADDRESS: server.address,
    TURN_HOST_NAME: serverNames.relay,
    CERTIFICATES: 'given',
    CERTIFICATE: join(folder, 'certificate.pem'),
    CERTIFICATE_KEY: join(folder, 'certificate.key'),
  };
  const start = (command: Command, more: Readonly<Record<string, string>> = {}): RunningProgram =>
    startProgram(server.host, [withSettings, ...command], { ...filledIn, ...more });
  const running = new Map<ProgramName, RunningProgram>();
  const keep = (name: ProgramName, program: RunningProgram): RunningProgram => {
    running.set(name, program);
    return program;
  };

  const powerOn = async (): Promise<readonly DemoAccount[]> => {
    const ringway = keep(
      'ringway',
      start([process.execPath, join(root, 'tests/support/ringway-server.mjs')], {
        DATA: place.data,
        TURN_SECRET: `@${place.secret}`,
        LOG_LEVEL: 'warn',
        DEMO: 'true',
        ...(withLiveKit && {
          LIVEKIT_API_KEY: `@${join(folder, 'livekit.key')}`,
          LIVEKIT_API_SECRET: `@${join(folder, 'livekit.secret')}`,
        }),
        ...settings,
      }),
    );
    const { accounts } = readReady(await ringway.firstLine());
    keep('haproxy', start([haproxy, '-f', join(root, 'deploy/haproxy.cfg')], { TLS: place.tls }));
    await configure(server, filledIn, 'coturn/configure.sh', place.relay, place.secret);
    keep(
      'coturn',
      start([
        ...([coturn, '-c', join(place.relay, 'turnserver.conf')] as const),
        ...['--pidfile=', `--userdb=${join(place.relay, 'turndb')}`],
      ]),
    );
    if (liveKit !== null) {
      await configure(server, filledIn, 'livekit/configure.sh', place.media, folder);
      keep('livekit', start([liveKit, '--config', join(place.media, 'livekit.yaml')]));
      await running.get('livekit')?.listens(liveKitPort);
    }
    await running.get('haproxy')?.listens(443);
    // The last thing that it does before it serves.
    await running.get('coturn')?.says('SQLite DB connection success');
    return accounts;
  };

  const origin = `https://${serverNames.ringway}`;
  const accounts = await powerOn();
  return {
    origin,
    trust: [`--ignore-certificate-errors-spki-list=${place.key}`],
    account: (name) => {
      const account = accountOf(accounts, name);
      const { pathname, hash } = new URL(account.link);
      return { ...account, link: `${origin}${pathname}${hash}` };
    },
    written: (name) => running.get(name)?.written() ?? '',
    async powerOff() {
      for (const program of running.values()) await program.kill();
    },
    async powerOn() {
      await powerOn();
    },
  };
}

interface Place {
  readonly data: string;
  /** The file of the relay's secret. */
  readonly secret: string;
  /** What HAProxy, coturn and LiveKit read, a folder each. */
  readonly tls: string;
  readonly relay: string;
  readonly media: string;
  /** The hash of the certificate's public key, as Chromium names it. */
  readonly key: string;
}

async function makePlace(folder: string): Promise<Place> {
  const { certificate, privateKey } = await makeCertificate(Object.values(serverNames));
  const place = {
    data: join(folder, 'data'),
    secret: join(folder, 'turn.secret'),
    tls: join(folder, 'tls'),
    relay: join(folder, 'relay'),
    media: join(folder, 'media'),
  };
  for (const each of [place.data, place.tls, place.relay, place.media]) {
    await mkdir(each, { mode: 0o700 });
  }
  await writeFile(place.secret, secret, { mode: 0o600 });
  for (const [file, text] of [
    ['certificate.pem', certificate],
    ['certificate.key', privateKey],
    ['tls/tls.crt', certificate],
    ['tls/tls.key', privateKey],
  ] as const) {
    await writeFile(join(folder, file), text, { mode: 0o600 });
  }
  const { publicKey } = new X509Certificate(certificate);
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return { ...place, key: createHash('sha256').update(spki).digest('base64') };
}

/** Writes what a program reads, by its script in deploy/, as its unit does before each start. */
async function configure(
  { host }: ServerHost,
  settings: Readonly<Record<string, string>>,
  script: string,
  ...parameters: readonly string[]
): Promise<void> {
  const words = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  await host.exec(['env', ...words, withSettings, join(root, 'deploy', script), ...parameters]);
}

interface RunningProgram {
  /** Resolves once it listens on a TCP port of its host. */
  listens(port: number): Promise<void>;
  /** Resolves once it has written some words. */
  says(words: string): Promise<void>;
  /** The first line of its standard output. */
  firstLine(): Promise<string>;
  written(): string;
  kill(): Promise<void>;
}

function startProgram(
  host: Namespace,
  command: Command,
  settings: Readonly<Record<string, string>>,
): RunningProgram {
  const child: ChildProcess = host.spawn(command, { env: environmentOf(settings) });
  const lines: string[] = [];
  let first: (line: string) => void = () => undefined;
  const firstLine = new Promise<string>((resolve) => (first = resolve));
  for (const output of [child.stdout, child.stderr]) {
    if (output === null) throw new Error('A program has no output to read.');
    createInterface({ input: output }).on('line', (line) => {
      lines.push(line);
      if (output === child.stdout) first(line);
    });
  }
  const written = (): string => lines.join('\n');
  const ended = once(child, 'exit');
  const failed = ended.then(() =>
    Promise.reject(new Error(`${command.join(' ')} ended:\n${written()}`)),
  );
  failed.catch(() => undefined);
  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    const started = performance.now();
    while (!(await isSo())) {
      if (performance.now() - started > patience) {
        throw new Error(`${command.join(' ')} is not ready:\n${written()}`);
      }
      await pause(50);
    }
  };
  const ready = (isSo: () => boolean | Promise<boolean>) => Promise.race([until(isSo), failed]);
  return {
    listens: (port) => ready(() => isListening(child.pid, port)),
    says: (words) => ready(() => written().includes(words)),
    firstLine: () => Promise.race([firstLine, failed]),
    written,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Whether somebody listens on a TCP port in the namespace of a process (proc(5), /proc/net/tcp: state 0A). */
async function isListening(process: number | undefined, port: number): Promise<boolean> {
  const wanted = new RegExp(`:${port.toString(16).toUpperCase().padStart(4, '0')} \\S+ 0A `);
  for (const table of ['tcp', 'tcp6']) {
    const text = await readFile(`/proc/${process}/net/${table}`, 'utf8').catch(() => '');
    if (wanted.test(text)) return true;
  }
  return false;
}

function found(path: string | undefined, otherwise: string): string {
  if (path === undefined) throw new Error(otherwise);
  return path;
}
