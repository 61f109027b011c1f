// LiveKit's server to test with, and building it. Node's own modules only.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { cache } from './debian-root.mjs';
import { root, runQuietly } from './project.mjs';

/** What to tell a person on whose machine there is none. */
export const liveKitMissing =
  'LiveKit: not found. Install Go 1.21 or later (go.dev; it brings the Go that LiveKit wants), by which the tests build livekit-server, or name its program with LIVEKIT_SERVER.';

/** The module that says which LiveKit is built; later versions want modules that the Go proxy does not serve. */
const moduleFolder = join(root, 'tests/support/livekit');

/** The first Go that fetches the Go which a module asks for. */
const oldestGo = [1, 21];

/**
 * LiveKit's server: `LIVEKIT_SERVER` when set, else the system's, else the one that was built.
 * @param {Record<string, string | undefined>} [environment]
 * @returns {string | undefined} undefined when there is none
 */
export function findLiveKit(environment = process.env) {
  const chosen = environment['LIVEKIT_SERVER'];
  if (chosen) return existsSync(chosen) ? chosen : undefined;
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = [...folders.map((folder) => join(folder, 'livekit-server')), programToBuild()];
  return candidates.find((candidate) => existsSync(candidate));
}

/** Whether it can be built here, when there is none. */
export function canBuildLiveKit() {
  return process.env['LIVEKIT_SERVER'] === undefined && hasGo();
}

/** Builds it: two minutes on two cores, once for all checkouts. */
export async function buildLiveKit() {
  const program = programToBuild();
  mkdirSync(cache, { recursive: true });
  // Under its name only once it is whole.
  const unfinished = `${program}.${process.pid}`;
  const command = ['build', '-C', moduleFolder, '-trimpath', '-o', unfinished];
  const built = await runQuietly(
    'go',
    [...command, 'github.com/livekit/livekit-server/cmd/server'],
    { GOTOOLCHAIN: 'auto', GOFLAGS: '-mod=readonly' },
  );
  if (built) renameSync(unfinished, program);
}

/** Where it is built. */
export function programToBuild() {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(moduleFolder, file)));
  return join(cache, `livekit-server-${hash.digest('hex').slice(0, 12)}`);
}

function hasGo() {
  try {
    const [, major, minor] =
      /go(\d+)\.(\d+)/.exec(execFileSync('go', ['version'], { encoding: 'utf8' })) ?? [];
    const [oldestMajor = 0, oldestMinor = 0] = oldestGo;
    return (
      Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor)
    );
  } catch {
    return false;
  }
}
