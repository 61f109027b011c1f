import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as z from 'zod';
import { languages, type Language } from '@/lib/platform/own';

const describedPages = z.record(z.string(), z.object({ scripts: z.array(z.string()) }));

/** A file of the export, and what its answer needs beside it. */
export interface ExportedFile {
  /** Path below `out/`, as it stands on the disk. */
  readonly path: string;
  readonly kind: 'page' | 'worker' | 'blur' | 'immutable' | 'other';
  /** Whether the path depends on the language that was asked for. */
  readonly inLanguage: boolean;
  /** Hashes of the page's inline scripts, as `'sha256-…'`. */
  readonly scripts: readonly string[];
}

/**
 * The pages that `next build` exported (design.md, Decisions): fixed paths, one file a language. Read
 * once at start; a request only looks a path up, so that none can leave the folder.
 */
export class ExportedPages {
  readonly folder: string;
  readonly #files: ReadonlySet<string>;
  readonly #scripts: Readonly<Record<string, { readonly scripts: readonly string[] }>>;

  /** @param root the folder that holds `out/` and `dist/pages.json` */
  constructor(root: string) {
    this.folder = join(root, 'out');
    this.#files = new Set(filesBelow(this.folder));
    this.#scripts = describedPages.parse(readJson(join(root, 'dist', 'pages.json')));
  }

  /** The file that a path names in a language: itself, or the page or payload of that language. */
  find(path: string, language: Language): ExportedFile | undefined {
    const name = path.replace(/^\/|\/$/g, '');
    if (this.#files.has(name) && !isPage(name)) return this.#describe(name, false);
    const own = languages.some((known) => name === known || name.startsWith(`${known}/`));
    const found = candidates(own ? name : join(language, name)).find((file) =>
      this.#files.has(file),
    );
    return found === undefined ? undefined : this.#describe(found, !own);
  }

  /** The page that says that there is nothing here. */
  notFound(language: Language): ExportedFile | undefined {
    const found = [`${language}/404.html`, '404.html'].find((file) => this.#files.has(file));
    return found === undefined ? undefined : this.#describe(found, true);
  }

  #describe(path: string, inLanguage: boolean): ExportedFile {
    return { path, kind: kindOf(path), inLanguage, scripts: this.#scripts[path]?.scripts ?? [] };
  }
}

function kindOf(path: string): ExportedFile['kind'] {
  if (isPage(path)) return 'page';
  if (path === 'sw.js') return 'worker';
  // Its version is in its path.
  if (path.startsWith('blur/')) return 'blur';
  return path.startsWith('_next/static/') ? 'immutable' : 'other';
}

function isPage(file: string): boolean {
  return file.endsWith('.html');
}

/**
 * Where the export may have put what a path names. The first page of a language is `en.html`, its
 * payload `en.txt`, which the browser asks for as `/index.txt`.
 */
function candidates(name: string): string[] {
  const payloadOfFirst = name.endsWith('/index.txt') ? [name.replace(/\/index\.txt$/, '.txt')] : [];
  return [name, `${name}.html`, join(name, 'index.html'), ...payloadOfFirst];
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
