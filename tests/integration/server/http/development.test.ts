import { once } from 'node:events';
import type { Server } from 'node:http';
import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { PagesHandler } from '@/lib/server/http/edge';
import { openEdge, type TestEdge } from './edge';

/** A stand-in for the page server of development: it echoes what it is asked. */
function pagesHandler(): PagesHandler {
  const sockets = new WebSocketServer({ noServer: true });
  return {
    handle: async (request, response) => {
      response.setHeader('content-type', 'text/plain');
      response.write(`page ${request.method ?? ''} ${request.url ?? ''} `);
      request.pipe(response);
    },
    upgrade: async (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (hot) => hot.send(`hot ${request.url ?? ''}`));
    },
  };
}

async function listening(edge: TestEdge): Promise<{ url: string; server: Server }> {
  const url = await edge.app.listen({ port: 0, host: '127.0.0.1' });
  return { url, server: edge.app.server };
}

describe('In development', () => {
  it('pages come from their own server, the API from this one', async () => {
    const edge = await openEdge({
      settings: { ORIGIN: 'http://127.0.0.1' },
      options: { pages: pagesHandler() },
    });
    const { url } = await listening(edge);
    const page = await fetch(`${url}/sign-in?x=1`);
    expect(await page.text()).toBe('page GET /sign-in?x=1 ');
    expect(page.headers.get('content-security-policy')).toContain("'unsafe-eval'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const posted = await fetch(`${url}/__nextjs_stack`, { method: 'POST', body: 'lines' });
    expect(await posted.text()).toBe('page POST /__nextjs_stack lines');
    const config = await fetch(`${url}/api/config`);
    expect(config.headers.get('content-type')).toMatch(/json/);
    expect((await fetch(`${url}/healthz`)).headers.get('content-type')).toMatch(/json/);
    await edge.stop();
  });

  it('hot reload has its socket', async () => {
    const edge = await openEdge({
      settings: { ORIGIN: 'http://127.0.0.1' },
      options: { pages: pagesHandler() },
    });
    const { url } = await listening(edge);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/_next/webpack-hmr?id=1`);
    const [message] = (await once(socket, 'message')) as [Buffer];
    expect(String(message)).toBe('hot /_next/webpack-hmr?id=1');
    socket.close();
    await once(socket, 'close');
    await edge.stop();
  });

  it('foreign hosts get no page either', async () => {
    const edge = await openEdge({ options: { pages: pagesHandler() } });
    const answer = await edge.app.inject({ url: '/', headers: { host: 'evil.test' } });
    expect(answer.statusCode).toBe(421);
    await edge.stop();
  });
});
