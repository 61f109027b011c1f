import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { offlineListOf } from '@/scripts/worker.mjs';
import { plain, withinAdded, type Figure } from './figure';
import { lighthouseFigures } from './lighthouse';

const root = resolve(import.meta.dirname, '../..');

/**
 * First-load script weight of the sign-in and the call page beside an empty app of the same Next.js, what the
 * service worker keeps for a start without a network, and what Lighthouse says.
 */
export async function pagesGroup(say: (line: string) => void): Promise<readonly Figure[]> {
  say('building an empty app of the same version');
  const empty = buildEmptyApp();
  const baseline = scriptWeight(join(empty, 'out'), 'index.html');
  rmSync(empty, { recursive: true, force: true });
  const exported = join(root, 'out');
  return [
    withinAdded(
      'scripts of the sign-in page, gzip',
      scriptWeight(exported, 'en/sign-in.html'),
      'kB',
      baseline,
      35,
    ),
    withinAdded(
      'scripts of the call page, gzip',
      scriptWeight(exported, 'en/call.html'),
      'kB',
      baseline,
      70,
    ),
    plain('kept for a start without a network, as sent', offlineWeight(exported), 'kB'),
    ...(await lighthouseFigures(say)),
  ];
}

/** What a browser loads so that it starts without a network, in kB as the server sends it. */
function offlineWeight(folder: string): number {
  const sizes = offlineListOf(folder).map((file) => {
    const packed = join(folder, `${file}.br`);
    return statSync(existsSync(packed) ? packed : join(folder, file)).size;
  });
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

/** Builds an app of one page that says hello, inside the project so that it finds the same packages. */
function buildEmptyApp(): string {
  const folder = join(root, '.data', 'bench-empty-app');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'app'), { recursive: true });
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
  };
  write('package.json', '{ "private": true, "type": "module" }\n');
  write(
    'next.config.mjs',
    `export default { output: 'export', turbopack: { root: ${JSON.stringify(root)} } };\n`,
  );
  write(
    'app/layout.jsx',
    'export default function Layout({ children }) {\n' +
      '  return <html lang="en"><body>{children}</body></html>;\n}\n',
  );
  write('app/page.jsx', 'export default function Page() {\n  return <p>Hello</p>;\n}\n');
  execFileSync(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  return folder;
}

/** What a browser loads of scripts before it does anything, in kB after gzip. */
function scriptWeight(folder: string, page: string): number {
  const html = readFileSync(join(folder, page), 'utf8');
  const tags = html.match(/<script\b[^>]*\bsrc="[^"]+"[^>]*>/g) ?? [];
  const sources = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .map((tag) => /\bsrc="([^"?]+)/.exec(tag)?.[1] ?? '');
  const bytes = [...new Set(sources)].map(
    (source) => gzipSync(readFileSync(join(folder, source)), { level: 9 }).length,
  );
  return bytes.reduce((sum, size) => sum + size, 0) / 1000;
}
