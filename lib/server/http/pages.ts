import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App, Edge, PagesHandler } from './edge';
import { isApiPath, pathOf } from './errors';
import { ExportedPages, type ExportedFile } from './exported';
import { languageOf } from './language';
import { PagesWithPreview } from './previews';
import {
  policyOfBlur,
  policyOfDevelopment,
  policyOfPage,
  policyOfWorker,
  sendPageHeaders,
} from './security';

const yearSeconds = 31_536_000;

/** How long a browser keeps what `_next/static` and the pages are not: icons, sounds, in seconds. */
const otherSeconds = 3_600;

const cacheControl: Readonly<Record<ExportedFile['kind'], string>> = {
  // A page names the scripts of its build, so it is asked for again each time; its ETag makes it cheap.
  page: 'no-cache',
  // A browser that kept an old worker would never see a new version.
  worker: 'no-cache',
  blur: `public, max-age=${yearSeconds}, immutable`,
  immutable: `public, max-age=${yearSeconds}, immutable`,
  other: `public, max-age=${otherSeconds}`,
};

/** Answers a request for a page, or for a file of a page. */
export type AnswerPage = (
  request: FastifyRequest,
  reply: FastifyReply,
) => FastifyReply | Promise<FastifyReply>;

/** Serves the exported pages; the returned function answers whatever no route answers. */
export async function exportedPages(
  app: App,
  { context, options, origins }: Edge,
): Promise<AnswerPage> {
  const pages = new ExportedPages(options.folder ?? process.cwd());
  const liveKitUrl = context.settings.livekit?.url ?? null;
  const previews = new PagesWithPreview(() => origins.all()[0] ?? '');
  await app.register(staticFiles, {
    root: pages.folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    suppressWarning: true,
  });
  const send = async (
    request: FastifyRequest,
    reply: FastifyReply,
    file: ExportedFile,
  ): Promise<FastifyReply> => {
    sendHeaders(request, reply, file, liveKitUrl);
    const path = join(pages.folder, file.path);
    if (file.kind === 'page' && (await previews.send(request, reply, path))) return reply;
    return reply.sendFile(file.path);
  };
  return (request, reply) => {
    const language = languageOf(request.cookies['lang'], request.headers['accept-language']);
    const found = pages.find(decoded(pathOf(request)), language);
    if (found) return send(request, reply, found);
    void reply.code(404);
    const missing = pages.notFound(language);
    return missing
      ? send(request, reply, missing)
      : reply.type('text/plain; charset=utf-8').send('There is no page here.\n');
  };
}

function sendHeaders(
  request: FastifyRequest,
  reply: FastifyReply,
  file: ExportedFile,
  liveKitUrl: string | null,
): void {
  void reply.header('cache-control', file.inLanguage ? 'no-cache' : cacheControl[file.kind]);
  const byLanguage = file.inLanguage ? 'Accept-Language, Cookie, ' : '';
  void reply.header('vary', `${byLanguage}Accept-Encoding`);
  if (file.kind === 'page') {
    const host = request.headers.host ?? '';
    sendPageHeaders(reply, policyOfPage({ scripts: file.scripts, host, livekit: liveKitUrl }));
  }
  if (file.kind === 'blur') void reply.header('content-security-policy', policyOfBlur);
  if (file.kind === 'worker') {
    void reply
      .header('content-security-policy', policyOfWorker)
      .header('service-worker-allowed', '/');
  }
}

/** A path with its percent-encoding read; as it stands where that is broken. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** In development hands everything outside the API to Next's own server, before a body is read. */
export function developedPages(app: App, pages: PagesHandler): void {
  app.addHook('onRequest', async (request, reply) => {
    if (isApiPath(request.url) || isProbe(pathOf(request))) return;
    sendPageHeaders(reply, policyOfDevelopment);
    const headers = Object.entries(reply.getHeaders());
    reply.hijack();
    for (const [name, value] of headers) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    await pages.handle(request.raw, reply.raw);
  });
  app.addHook('onReady', (done) => {
    const [upgradeApi] = app.server.listeners('upgrade');
    app.server.removeAllListeners('upgrade');
    app.server.on('upgrade', (request, socket, head) => {
      if (isApiPath(request.url ?? '')) upgradeApi?.call(app.server, request, socket, head);
      else void pages.upgrade(request, socket, head);
    });
    done();
  });
}

function isProbe(path: string): boolean {
  return ['/healthz', '/readyz', '/metrics'].includes(path);
}
