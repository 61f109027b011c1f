import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext } from '@playwright/test';
import { openHome, phone, type Person } from '../../e2e/support/people';
import type { Name } from '../../support/demo-accounts';
import { launchAt } from '../../support/hosts/browser';
import type { Deployment } from '../../support/hosts/deployment';
import type { Home } from '../../support/hosts/home';
import {
  callUntilPicture,
  endCall,
  endRaw,
  rawUntilPicture,
  watchFirstPicture,
} from '../first-picture';
import { speak, writeWave } from './chirps';
import { addInstruments } from './instruments';
import type { CallUnderTest } from './measure';
import { childrenNow } from './processor';

/** Two browsers, each with the benchmark's voice as its microphone. */
export interface Browsers {
  readonly caller: Browser;
  readonly callee: Browser;
  /** Their first processes. */
  readonly processes: ReadonlySet<number>;
  close(): Promise<void>;
}

/** Launches Chromium at two homes. `rawOrigin` counts as secure, so that it may use the microphone. */
export async function launchBrowsers(
  homes: { readonly caller: Home; readonly callee: Home },
  { trust }: Deployment,
  { folder, rawOrigin }: { readonly folder: string; readonly rawOrigin: string },
): Promise<Browsers> {
  const voice = join(folder, 'voice.wav');
  await writeFile(voice, writeWave(speak(4)));
  const parameters = [
    ...trust,
    `--use-file-for-fake-audio-capture=${voice}`,
    '--autoplay-policy=no-user-gesture-required',
    `--unsafely-treat-insecure-origin-as-secure=${rawOrigin}`,
  ];
  const before = childrenNow();
  const caller = await launchAt(homes.caller, { trust: parameters });
  const callee = await launchAt(homes.callee, { trust: parameters });
  return {
    caller,
    callee,
    processes: new Set([...childrenNow()].filter((id) => !before.has(id))),
    close: async () => {
      await Promise.all([caller.close(), callee.close()]);
    },
  };
}

async function openContext(browser: Browser): Promise<BrowserContext> {
  // The recorder's code comes from a blob, which Ringway's own policy refuses.
  const context = await browser.newContext({
    viewport: phone,
    locale: 'en-GB',
    bypassCSP: true,
  });
  await addInstruments(context);
  return context;
}

/** A call in Ringway from Alice to Bob. */
export async function ringwayCall(
  { caller, callee }: Browsers,
  deployment: Deployment,
): Promise<CallUnderTest> {
  const open = async (browser: Browser, name: Name): Promise<Person> => {
    const context = await openContext(browser);
    const page = await openHome(context, deployment, name);
    return { name, displayName: deployment.account(name).displayName, context, page };
  };
  const alice = await open(caller, 'alice');
  const bob = await open(callee, 'bob');
  await watchFirstPicture(bob, alice);
  return {
    caller: alice.page,
    callee: bob.page,
    begin: () => callUntilPicture(alice, bob),
    end: async () => {
      await endCall(bob, alice);
      await Promise.all([alice.context.close(), bob.context.close()]);
    },
  };
}

/** A call between two raw connections with these ICE servers. */
export async function rawCall(
  { caller, callee }: Browsers,
  origin: string,
  iceServers: readonly RTCIceServer[],
): Promise<CallUnderTest> {
  const contexts = [await openContext(caller), await openContext(callee)];
  const [calling, called] = await Promise.all(
    contexts.map(async (context) => {
      const page = await context.newPage();
      await page.goto(origin);
      await page.evaluate((servers) => window.onNetworks(servers), iceServers);
      return page;
    }),
  );
  if (!calling || !called) throw new Error('There are not two ends.');
  const ends = { caller: calling, callee: called };
  return {
    ...ends,
    begin: () => rawUntilPicture(ends),
    end: async () => {
      await endRaw(ends);
      await Promise.all(contexts.map((context) => context.close()));
    },
  };
}
