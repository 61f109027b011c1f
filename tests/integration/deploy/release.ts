import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { findLiveKit, liveKitMissing } from '@/scripts/livekit.mjs';
import { serverAddress } from '@/scripts/server-root.mjs';
import { readStages, type Stage } from '../../support/deploy/containerfile';
import { Debian } from '../../support/deploy/debian';
import { root } from '../../support/deploy/program';
import { makeCertificate } from '../../support/push/certificates';

/** How long a server may take from its start to its end beside other tests, ms. */
export const serverLimit = 120_000;

/** How long building may take where nothing is built yet, beside other tests, ms. */
const buildLimit = 480_000;

/** What an operator fills in for a server in a Debian of the tests. */
export const filledIn = {
  HOST_NAME: 'localhost',
  CONTACT: 'operator@example.com',
  PUBLIC_ADDRESS: serverAddress,
} as const;

/** The certificate of {@link Release.folder}, where the tests put it. */
export const certificateGiven = [
  'CERTIFICATES=given',
  'CERTIFICATE=/tmp/tls.crt',
  'CERTIFICATE_KEY=/tmp/tls.key',
] as const;

/** A release, built as the Containerfile does it, and what the tests give a server beside it. */
export interface Release {
  /** `tls.crt` and `tls.key`, and LiveKit's program as `livekit-server`. */
  readonly folder: string;
  /** Where the Containerfile's first stage ran: its release is what the others and install.sh take. */
  readonly built: Debian;
  stage(name: string): Stage;
}

/** Builds a release for all tests of a file; the returned function gives it inside a test. */
export function buildRelease(): () => Release {
  let folder: string | undefined;
  let release: Release | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ringway-release-'));
    await putGiven(folder);
    const stages = readStages(await readFile(join(root, 'deploy/Containerfile'), 'utf8'));
    const stage = (name: string): Stage => {
      const found = stages.get(name);
      if (!found) throw new Error(`The Containerfile has no stage ${name}.`);
      return found;
    };
    const built = await Debian.fresh({ '/build/node_modules': join(root, 'node_modules') });
    release = { folder, built, stage };
    await copyCheckout(built.place('/build'));
    const building = stage('build').steps.filter(({ rest }) => rest.startsWith('node '));
    const { code, said } = await built.script(`cd /build\n${building[0]?.rest ?? ''}`);
    expect(code, said).toBe(0);
  }, buildLimit);
  afterAll(async () => {
    await release?.built.end();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  return () => {
    if (release === undefined) throw new Error('the release is not built');
    return release;
  };
}

async function putGiven(folder: string): Promise<void> {
  const { certificate, privateKey } = await makeCertificate();
  await writeFile(join(folder, 'tls.crt'), certificate);
  await writeFile(join(folder, 'tls.key'), privateKey);
  const livekit = findLiveKit();
  if (livekit === undefined) throw new Error(liveKitMissing);
  await cp(livekit, join(folder, 'livekit-server'));
}

/** What `COPY . .` takes, and what was built of it; its packages are mounted. */
async function copyCheckout(to: string): Promise<void> {
  const ignored = (await readFile(join(root, '.dockerignore'), 'utf8')).trim().split('\n');
  const built = ['dist', 'out'];
  const left = new Set(
    ignored.filter((path) => !built.includes(path)).map((path) => join(root, path)),
  );
  await cp(root, to, { recursive: true, filter: (path) => !left.has(path) });
}

/** A fresh server with the project, the release and what is given. */
export function freshServer({ folder, built }: Release): Promise<Debian> {
  return Debian.fresh({ '/project': root, '/given': folder, '/built': built.place('/') });
}

/** Waits, in the shell, until a command succeeds; fails after 40 s. */
export function until(command: string): string {
  return `i=0; until ${command}; do i=$((i + 1)); [ $i -lt 400 ] || exit 9; sleep 0.1; done`;
}

/** Whether something listens at the public address. */
export function connects(port: number | string): string {
  return `node -e "require('net').connect(${port},'${serverAddress}').once('connect',()=>process.exit(0)).once('error',()=>process.exit(1))"`;
}

/** How the release is installed. */
export const install = ['/project/deploy/install.sh', '--build', '/built/release'] as const;

/** The operator's commands. */
export const operate = '/opt/ringway/deploy/operate.sh';

/** Whether Ringway answers. */
export const healthy = 'node /opt/ringway/scripts/healthy.mjs';
