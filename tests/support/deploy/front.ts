import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFront, frontMissing } from '@/scripts/fronts.mjs';
import { makeCertificate, type LocalCertificate } from '../push/certificates';
import { root, startProgram, type Program } from './program';

/** HAProxy with the shipped configuration, on loopback, with a certificate of its own. */
export interface Front extends Program {
  /** PEM: what its clients trust. */
  readonly authority: string;
  /** The folder of its certificate, TLS. */
  readonly folder: string;
  /** What it was started with, beside what an operator fills in. */
  readonly settings: Readonly<Record<string, string>>;
}

/** What stands behind it, and where it listens. */
export interface FrontWishes {
  /** Its own port. */
  readonly port: number;
  /** The port of Ringway. */
  readonly ringway: number;
  /** The port of coturn. */
  readonly relay?: number;
  /** The port of LiveKit's signalling; it is off if not given. */
  readonly livekit?: number;
  /** The relay's own name. */
  readonly relayName?: string;
  /** A certificate for that name alone; without it the one certificate has both. */
  readonly relayCertificate?: LocalCertificate;
}

/** The configuration that is shipped. */
export const haproxyConfiguration = join(root, 'deploy/haproxy.cfg');

/** The HAProxy of this machine. */
export function haproxy(): string {
  const found = findFront('haproxy');
  if (found === undefined) throw new Error(frontMissing.haproxy);
  return found;
}

/** Puts a certificate where HAProxy reads it. */
export async function putCertificate(
  folder: string,
  { certificate, privateKey }: LocalCertificate,
  name = 'tls',
): Promise<void> {
  await writeFile(join(folder, `${name}.key`), privateKey, { mode: 0o600 });
  await writeFile(join(folder, `${name}.crt`), certificate);
}

/** Starts it as its unit does, in the manner that can be reloaded. */
export async function startFront({
  port,
  ringway,
  relay = 1,
  livekit,
  relayName,
  relayCertificate,
}: FrontWishes): Promise<Front> {
  const folder = await mkdtemp(join(tmpdir(), 'ringway-front-'));
  const hasBoth = relayName !== undefined && relayCertificate === undefined;
  const made = await makeCertificate(hasBoth ? [relayName] : []);
  await putCertificate(folder, made);
  if (relayCertificate) await putCertificate(folder, relayCertificate, 'turn');
  const settings = {
    PORT: String(ringway),
    PUBLIC_HTTPS_PORT: String(port),
    TURN_BACKEND_PORT: String(relay),
    TLS: folder,
    ...(livekit === undefined ? {} : { LIVEKIT: 'yes', LIVEKIT_HTTP_PORT: String(livekit) }),
    ...(relayName === undefined ? {} : { TURN_HOST_NAME: relayName }),
  };
  const program = await startProgram([haproxy(), '-W', '-f', haproxyConfiguration], settings, port);
  return {
    ...program,
    authority: made.authority,
    folder,
    settings,
    stop: async () => {
      await program.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
