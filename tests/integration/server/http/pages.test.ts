import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEdge, origin, type TestEdge } from './edge';

const host = new URL(origin).host;
const inline = 'self.__next_f=[]';
const hash = `'sha256-${createHash('sha256').update(inline).digest('base64')}'`;

const page = (title: string) => `<title>${title}</title><script>${inline}</script>`;
const files: Readonly<Record<string, string>> = {
  'out/en.html': page('home'),
  'out/en.txt': 'payload of home',
  'out/zh.html': page('主页'),
  'out/en/sign-in.html': page('sign in'),
  'out/zh/sign-in.html': page('登录'),
  'out/zh/sign-in.txt': 'payload of 登录',
  'out/zh/sign-in/__next.$d$lang.!KHN.sign-in.txt': 'payload of a part',
  'out/en/call.html': `<meta property="og:image" content="https://origin.invalid/preview.png"/>${page('https://origin.invalid')}`,
  'out/404.html': page('nothing here'),
  'out/_next/static/chunks/app.js': 'export {};'.repeat(100),
  'out/icon.svg': '<svg/>',
  'out/sw.js': 'self.skipWaiting;',
  'out/blur/1.2.3/worker.js': 'self.onmessage;',
  'out/en/manifest.webmanifest': '{"lang":"en"}',
  'out/zh/manifest.webmanifest': '{"lang":"zh-CN"}',
  'dist/pages.json': JSON.stringify({
    'en.html': { scripts: [hash] },
    'zh.html': { scripts: [hash] },
    'zh/sign-in.html': { scripts: [hash] },
  }),
  'secret.txt': 'nobody may read this',
};

const decode: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  identity: (body) => body,
  gzip: gunzipSync,
  br: brotliDecompressSync,
};

describe('The exported pages', () => {
  let folder = '';
  let edge: TestEdge;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ringway-pages-'));
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    const script = join(folder, 'out/_next/static/chunks/app.js');
    await writeFile(
      `${script}.br`,
      brotliCompressSync(files['out/_next/static/chunks/app.js'] ?? ''),
    );
    edge = await openEdge({ options: { folder } });
  });
  afterAll(async () => {
    await edge.stop();
    await rm(folder, { recursive: true });
  });

  const get = (url: string, headers: Record<string, string> = {}) =>
    edge.app.inject({ url, headers: { host, ...headers } });

  it.each([
    ['/', {}, 'home'],
    ['/', { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' }, '主页'],
    ['/', { 'accept-language': 'de, en;q=0.3, zh;q=0.7' }, '主页'],
    ['/', { 'accept-language': 'zh;q=0, en' }, 'home'],
    ['/', { cookie: 'lang=zh', 'accept-language': 'en' }, '主页'],
    ['/', { cookie: 'lang=xx' }, 'home'],
    ['/sign-in', { cookie: 'lang=zh' }, '登录'],
    ['/sign-in/', { cookie: 'lang=zh' }, '登录'],
    ['/sign-in?from=x', {}, 'sign in'],
    ['/zh/sign-in', {}, '登录'],
    ['/sign-in.txt?_rsc=1', { cookie: 'lang=zh' }, 'payload of 登录'],
    ['/sign-in/__next.$d$lang.!KHN.sign-in.txt', { cookie: 'lang=zh' }, 'payload of a part'],
    ['/sign-in/__next.%24d%24lang.!KHN.sign-in.txt', { cookie: 'lang=zh' }, 'payload of a part'],
    ['/index.txt', {}, 'payload of home'],
  ])('answer %s with %j: %s', async (url, headers, text) => {
    const answer = await get(url, headers);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain(text);
    expect(answer.headers['vary']).toMatch(url.startsWith('/zh') ? /./ : /Accept-Language, Cookie/);
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it('run their own scripts alone', async () => {
    const answer = await get('/');
    const policy = String(answer.headers['content-security-policy']);
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1];
    expect(scripts).toBe(`'self' ${hash}`);
    expect(policy).toContain(`connect-src 'self' ws://${host} wss://${host}`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("media-src 'self' blob:");
  });

  it('carry strict headers', async () => {
    const { headers } = await get('/');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers['permissions-policy']).toContain('camera=(self), microphone=(self)');
  });

  it('cost nothing when they are known', async () => {
    const { headers } = await get('/');
    const again = await get('/', { 'if-none-match': String(headers.etag) });
    expect(again.statusCode).toBe(304);
  });

  it.each(['identity', 'gzip', 'br'])(
    'name this server in the preview of a link, in tags alone: %s',
    async (encoding) => {
      const answer = await get('/call', { 'accept-encoding': encoding });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-encoding'] ?? 'identity').toBe(encoding);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(answer.headers['cache-control']).toBe('no-cache');
      const html = decode[encoding]?.(answer.rawPayload).toString('utf8');
      expect(html).toContain(`content="${origin}/preview.png"`);
      // What is no tag stays: an inline script has the hash of the build.
      expect(html).toContain('<title>https://origin.invalid</title>');
      const again = await get('/call', { 'if-none-match': String(answer.headers.etag) });
      expect(again.statusCode).toBe(304);
      expect(again.rawPayload).toHaveLength(0);
    },
  );

  it('have scripts that are kept for good, compressed where the browser can', async () => {
    const plain = await get('/_next/static/chunks/app.js');
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(plain.headers['content-encoding']).toBeUndefined();
    const packed = await get('/_next/static/chunks/app.js', { 'accept-encoding': 'gzip, br' });
    expect(packed.headers['content-encoding']).toBe('br');
    expect(packed.headers['content-type']).toMatch(/javascript/);
    expect(packed.headers['vary']).toContain('Accept-Encoding');
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length);
  });

  it('have files beside them', async () => {
    const answer = await get('/icon.svg');
    expect(answer.headers['content-type']).toBe('image/svg+xml');
    expect(answer.headers['cache-control']).toBe('public, max-age=3600');
  });

  it('have a worker that is asked for each time, and fetches from its own origin alone', async () => {
    const { headers } = await get('/sw.js');
    expect(headers).toMatchObject({
      'cache-control': 'no-cache',
      'service-worker-allowed': '/',
    });
    expect(headers['content-type']).toContain('javascript');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; connect-src 'self'; script-src 'self'",
    );
  });

  it('have a worker that blurs, kept for good, and alone may compile WebAssembly', async () => {
    const { headers } = await get('/blur/1.2.3/worker.js');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
    );
    const page = await get('/call');
    expect(page.headers['content-security-policy']).not.toContain('wasm');
  });

  it.each([
    ['/manifest.webmanifest', 'en', 'en'],
    ['/manifest.webmanifest', 'zh', 'zh-CN'],
    ['/zh/manifest.webmanifest', 'en', 'zh-CN'],
  ])('have a manifest: %s in %s', async (url, language, lang) => {
    const answer = await get(url, { 'accept-language': language });
    expect(answer.headers['content-type']).toContain('application/manifest+json');
    expect(answer.json()).toEqual({ lang });
  });

  it.each([
    '/nothing',
    '/404.html/x',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/_next/static/../../../secret.txt',
    '/_next/static/chunks/app.js.br',
    '/en/../../secret.txt',
    '//secret.txt',
  ])('say in a page that there is nothing at %s', async (url) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toContain('nothing here');
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
  });
});

describe('Without an export', () => {
  it('the server still answers', async () => {
    const edge = await openEdge();
    const answer = await edge.app.inject({ url: '/', headers: { host } });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    await edge.stop();
  });
});
