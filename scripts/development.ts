import { createReadStream, existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';

import next from 'next';

import { languageOf } from '@/lib/server/http/language';
import { startServer } from '@/lib/server/main';

import { blurFiles } from './blur.mjs';
import { root, say } from './project.mjs';

// The server of `npm run dev`: Next's own development server answers for the pages in this process.
const pages = next({ dev: true, dir: root });
await pages.prepare();
const handle = pages.getRequestHandler();
const upgrade = pages.getUpgradeHandler();
const blur = blurFiles();
const hotReload = new Set<Duplex>();

const server = await startServer(process.env, {
  folder: root,
  pages: {
    handle: (request, response) => {
      const file = blur[(request.url ?? '').slice(1)];
      if (file !== undefined) {
        createReadStream(file).pipe(response.setHeader('content-type', typeOf(file)));
        return Promise.resolve();
      }
      request.url = inLanguage(request);
      return handle(request, response);
    },
    upgrade: (request, socket, head) => {
      hotReload.add(socket);
      socket.once('close', () => hotReload.delete(socket));
      return upgrade(request, socket, head);
    },
  },
});
say(`Ringway is ready: ${server.url}`);

let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  // An open page would hold on to its connection for ever.
  for (const socket of hotReload) socket.destroy();
  void server.stop().then(() => process.exit(0));
};
process.on('SIGINT', end).on('SIGTERM', end);

/** The path of a page in the language of its reader, as the finished server finds it in the export. */
function inLanguage(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const [path = '/'] = url.split('?');
  const isPage = !/^\/(_next|__nextjs|en|zh)([/_]|$)/.test(path) && !isPublic(path);
  if (!isPage) return url;
  const chosen = /(?:^|;\s*)lang=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  const language = languageOf(chosen, request.headers['accept-language']);
  return `/${language}${url === '/' ? '' : url}`;
}

/** Browsers want the right name for scripts and WebAssembly. */
function typeOf(file: string): string {
  if (file.endsWith('.js')) return 'text/javascript';
  return file.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
}

function isPublic(path: string): boolean {
  return path !== '/' && existsSync(join(root, 'public', path));
}
