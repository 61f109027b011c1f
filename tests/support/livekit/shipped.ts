import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLiveKit, liveKitMissing } from '@/scripts/livekit.mjs';
import { anyFreePort } from '@/scripts/ports.mjs';
import { root, startProgram } from '../deploy/program';
import { startCoturn, type Coturn } from '../turn/coturn';

/** LiveKit and the relay that it names to browsers, as `LIVEKIT=yes` configures both, on loopback. */
export interface ShippedLiveKit {
  readonly port: number;
  readonly coturn: Coturn;
  /** LiveKit's own. */
  readonly apiKey: string;
  readonly apiSecret: string;
  stop(): Promise<void>;
}

/**
 * Starts both on free ports. `relayLines`: of the relay's configuration, beside those that are shipped.
 *
 * @throws Error with what to install, when this machine has none
 */
export async function startShippedLiveKit(
  relayLines: readonly string[] = [],
): Promise<ShippedLiveKit> {
  const program = findLiveKit();
  if (program === undefined) throw new Error(liveKitMissing);
  const folder = await mkdtemp(join(tmpdir(), 'ringway-livekit-shipped-'));
  const ends = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    execFileSync(join(root, 'deploy/make-secrets.sh'), [folder]);
    const secretOf = (name: string) => readFile(join(folder, name), 'utf8');
    const coturn = await startCoturn({ secret: await secretOf('turn.secret'), lines: relayLines });
    ends.push(() => coturn.stop());
    const port = await anyFreePort('127.0.0.1');
    const settings = {
      LIVEKIT: 'yes',
      PORT: String(await anyFreePort('127.0.0.1')),
      LIVEKIT_HTTP_PORT: String(port),
      LIVEKIT_TCP_PORT: String(await anyFreePort('127.0.0.1')),
      LIVEKIT_UDP_PORT: String(await anyFreePort('127.0.0.1')),
      TURN_BACKEND_PORT: portOf(coturn.urls, 'turn:'),
      TURN_TLS_PORT: portOf(coturn.urls, 'turns:'),
    };
    const configure = [join(root, 'deploy/livekit/configure.sh'), folder, folder];
    const command = [...configure, program, '--config', join(folder, 'livekit.yaml')];
    const livekit = await startProgram(command, settings, port);
    ends.push(() => {
      // Asked politely it waits until everybody has left.
      livekit.signal('SIGKILL');
      return livekit.stop();
    });
    const [apiKey, apiSecret] = [await secretOf('livekit.key'), await secretOf('livekit.secret')];
    return { port, coturn, apiKey, apiSecret, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The port of the first URL of a scheme. */
export function portOf(urls: string, scheme: 'turn:' | 'turns:'): string {
  const url = urls.split(',').find((one) => one.startsWith(scheme)) ?? '';
  return /:(\d+)\?/.exec(url)?.[1] ?? '';
}
