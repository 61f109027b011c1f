import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { AccessToken } from 'livekit-server-sdk';
import type { LiveKitServer } from '../../support/livekit/server';

declare global {
  interface Window {
    join(url: string, token: string): Promise<void>;
    leave(): Promise<void>;
    firstPicture?: Promise<number>;
  }
}

/** Pages of livekit-client alone, in one room. */
export interface RawRoom {
  readonly open: (browser: Browser) => Promise<Page>;
  /** Joins; resolves once it has published. */
  readonly join: (page: Page) => Promise<void>;
  readonly stop: () => void;
}

const root = resolve(import.meta.dirname, '../../..');

const files: Readonly<Record<string, { readonly path: string; readonly type: string }>> = {
  '/': { path: 'tests/bench/livekit/raw-livekit.html', type: 'text/html; charset=utf-8' },
  '/livekit-client.js': {
    path: 'node_modules/livekit-client/dist/livekit-client.umd.js',
    type: 'text/javascript',
  },
};

/** Serves the page of livekit-client alone. */
export async function serveRawRoom(server: LiveKitServer): Promise<RawRoom> {
  const http = createServer((request, response) => {
    const file = files[request.url ?? ''];
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    void readFile(resolve(root, file.path)).then((content) =>
      response.writeHead(200, { 'content-type': file.type }).end(content),
    );
  });
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  const { port } = http.address() as AddressInfo;
  let guests = 0;
  return {
    async open(browser) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      return page;
    },
    async join(page) {
      guests += 1;
      const token = new AccessToken(server.apiKey, server.apiSecret, { identity: `raw-${guests}` });
      token.addGrant({ roomJoin: true, room: 'raw' });
      const given = [server.url, await token.toJwt()] as const;
      await page.evaluate(([url, jwt]) => window.join(url, jwt), given);
    },
    stop: () => http.close(),
  };
}

/** From the tap to the first picture of somebody else, ms. */
export async function rawFirstPicture(page: Page): Promise<number> {
  return Number(await page.evaluate(() => window.firstPicture));
}
