import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwrights } from '@playwright/test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import type { StandInSubscription, WebPushStandIn } from '@/tests/support/push/web/server';
import { findChromium } from '../../../../scripts/chromium.mjs';
import { chromiumArguments } from '../chromium-arguments';
import { expect } from '../fixtures';
import type { Desktop } from './desktop';

/** A Chromium on a desktop, whose service worker gets the pushes of a push service. */
export interface PushedChromium {
  readonly browser: Browser;
  /** Makes a page subscribe at the stand-in; to be done before it loads. */
  readonly subscribeAtStandIn: (page: Page) => Promise<void>;
  /** Hands a text to the worker as a push. */
  deliver(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts Chromium with notifications allowed. Its own push service cannot be had without Google's
 * servers: its pages subscribe at the stand-in, and what comes there is handed to the worker by the
 * DevTools protocol. Not driven by Playwright, whose pages always believe that they have the focus and
 * so are never frozen.
 */
export async function startPushedChromium(
  desktop: Desktop,
  service: WebPushStandIn,
  origin: string,
): Promise<PushedChromium> {
  const profile = await mkdtemp(join(tmpdir(), 'ringway-chromium-'));
  await mkdir(join(profile, 'Default'));
  await writeFile(
    join(profile, 'Default/Preferences'),
    JSON.stringify({ profile: { default_content_setting_values: { notifications: 1 } } }),
  );
  const browser = await puppeteer.launch({
    browser: 'chrome',
    executablePath: findChromium() ?? playwrights.executablePath(),
    headless: false,
    userDataDir: profile,
    env: { ...process.env, ...desktop.environment },
    defaultViewport: null,
    args: ['--no-sandbox', '--lang=en-GB', ...chromiumArguments],
  });
  const deliver = await workerOf(browser, origin);
  let open = true;
  const pass = async () => {
    for (;;) {
      const { text } = await service.nextMessage();
      if (!open) return;
      await deliver(text);
    }
  };
  const passing = pass();
  return {
    browser,
    subscribeAtStandIn: (page) => subscribeAt(service, page),
    deliver,
    close: async () => {
      open = false;
      await browser.close();
      await rm(profile, { recursive: true, force: true });
      void passing;
    },
  };
}

/** Puts the stand-in in the place of the push service that a page subscribes at. */
async function subscribeAt(service: WebPushStandIn, page: Page): Promise<void> {
  let present: { readonly key: string; readonly at: StandInSubscription } | null = null;
  await page.exposeFunction('standInSubscription', (wish: 'keep' | 'end', key: string | null) => {
    if (wish === 'end') {
      present?.at.unsubscribe();
      present = null;
    } else if (key) {
      present = { key, at: service.subscribe(key) };
    }
    return present && { key: present.key, endpoint: present.at.endpoint, keys: present.at.keys };
  });
  await page.evaluateOnNewDocument(takePushManagersPlace);
}

/** Runs in the page. */
function takePushManagersPlace(): void {
  interface Told {
    readonly key: string;
    readonly endpoint: string;
    readonly keys: { readonly p256dh: string; readonly auth: string };
  }
  const bytesOf = (text: string) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) =>
      sign.charCodeAt(0),
    );
  const textOf = (bytes: Uint8Array) =>
    btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/=+$/, '');
  const ask = async (wish: 'keep' | 'end', key: string | null = null) => {
    const standIn: unknown = Reflect.get(window, 'standInSubscription');
    if (typeof standIn !== 'function') throw new Error('There is no push service.');
    const told = (await Reflect.apply(standIn, window, [wish, key])) as Told | null;
    if (!told) return null;
    const { endpoint, keys } = told;
    return {
      endpoint,
      expirationTime: null,
      options: { userVisibleOnly: true, applicationServerKey: bytesOf(told.key).buffer },
      toJSON: () => ({ endpoint, expirationTime: null, keys }),
      unsubscribe: async () => (await ask('end')) === null,
    };
  };
  Object.assign(PushManager.prototype, {
    getSubscription: () => ask('keep'),
    subscribe: ({ applicationServerKey }: { applicationServerKey: Uint8Array }) =>
      ask('keep', textOf(applicationServerKey)),
  });
}

/** What hands a push to the worker of an origin, by way of a tab that belongs to nobody. */
async function workerOf(
  browser: Browser,
  origin: string,
): Promise<(data: string) => Promise<void>> {
  const [tab] = await browser.pages();
  const devtools = await (tab ?? (await browser.newPage())).createCDPSession();
  const registrations = new Map<string, string>();
  devtools.on('ServiceWorker.workerRegistrationUpdated', (updated) => {
    for (const { scopeURL, registrationId } of updated.registrations) {
      registrations.set(scopeURL, registrationId);
    }
  });
  await devtools.send('ServiceWorker.enable');
  return async (data) => {
    await expect.poll(() => registrations.get(`${origin}/`)).toBeDefined();
    const registrationId = registrations.get(`${origin}/`) ?? '';
    await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
  };
}
