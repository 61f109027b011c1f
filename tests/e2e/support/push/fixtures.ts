import type { Browser as Firefox, Page } from 'puppeteer-core';
import { startAutopush, type Autopush } from '@/tests/support/push/autopush/server';
import { startWebPushService, type WebPushStandIn } from '@/tests/support/push/web/server';
import { test as base } from '../fixtures';
import { signInBob } from './bob';
import { startPushedChromium, type PushedChromium } from './chromium';
import { startDesktop, type Desktop } from './desktop';
import { startFirefox } from './firefox';

const contact = 'mailto:operator@example.com';

/** What tests of web push have: a desktop on which notifications show and are clicked. */
const onDesktop = base.extend<{ readonly desktop: Desktop }>({
  desktop: async ({}, give) => {
    const desktop = await startDesktop();
    await give(desktop);
    await desktop.stop();
  },
});

/** In Chromium, with a push service whose messages the DevTools protocol hands on. */
export const chromiumTest = onDesktop.extend<{
  readonly service: WebPushStandIn;
  readonly chromium: PushedChromium;
  /** A page of Bob's, signed in, that the server knows how to wake. */
  readonly bob: Page;
}>({
  service: async ({}, give) => {
    const service = await startWebPushService();
    await give(service);
    await service.stop();
  },
  settings: async ({ service }, give) => {
    await give({ PUSH_CONTACT: contact, PUSH_TEST_HOSTS: service.host });
  },
  chromium: async ({ desktop, service, ringway }, give) => {
    const { origin } = new URL(ringway.account('bob').link);
    const chromium = await startPushedChromium(desktop, service, origin);
    await give(chromium);
    await chromium.close();
  },
  bob: async ({ chromium, ringway }, give) => {
    await give(await signInBob(chromium.browser, ringway, chromium.subscribeAtStandIn));
  },
});

/** In Firefox, which subscribes at a push service and gets its messages by itself. */
export const firefoxTest = onDesktop.extend<{
  readonly autopush: Autopush;
  readonly firefox: Firefox;
  /** A page of Bob's, signed in, that the server knows how to wake. */
  readonly bob: Page;
}>({
  autopush: async ({}, give) => {
    const autopush = await startAutopush();
    await give(autopush);
    await autopush.stop();
  },
  settings: async ({ autopush }, give) => {
    await give({ PUSH_CONTACT: contact, PUSH_TEST_HOSTS: autopush.host });
  },
  firefox: async ({ desktop, autopush }, give) => {
    const firefox = await startFirefox(desktop, autopush);
    await give(firefox);
    await firefox.close();
  },
  bob: async ({ firefox, ringway }, give) => {
    await give(await signInBob(firefox, ringway));
  },
});
