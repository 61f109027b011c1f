// npm run dev: one origin for pages and API; both follow their sources.
import { ensurePackages } from './packages.mjs';
import { root, runQuietly } from './project.mjs';

await ensurePackages();
const tsx = 'node_modules/tsx/dist/cli.mjs';
const ended = await runQuietly(
  process.execPath,
  [tsx, 'watch', '--clear-screen=false', `${root}/scripts/development.ts`],
  { NEXT_TELEMETRY_DISABLED: '1' },
);
process.exitCode = ended ? 0 : 1;
