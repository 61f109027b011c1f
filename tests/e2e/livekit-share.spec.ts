import { mergeTests } from '@playwright/test';
import type { Page as FirefoxPage } from 'puppeteer-core';
import { startScreen } from '@/tests/support/push/desktop-notifications/screen';
import { desktopMissing, hasDesktop } from '../../scripts/desktop.mjs';
import { expectEveryone } from './support/everyone';
import { expect } from './support/fixtures';
import {
  callByFirefox,
  expectMovesInFirefox,
  firefoxTest,
  typeOnInFirefox,
} from './support/firefox';
import { liveKitTest } from './support/livekit';
import { joinMeeting, makeMeeting, meetingOfThree } from './support/meetings';
import type { Name } from './support/server';
import { expectMoves, share, stopSharing } from './support/sharing';

interface OnScreen {
  /** An X server that nobody sees. */
  readonly display: string;
  /** By a Firefox with a window on it, which is what it shares. */
  readonly comeOnScreen: (name: Name) => Promise<FirefoxPage>;
}

const test = mergeTests(liveKitTest, firefoxTest).extend<OnScreen>({
  display: async ({}, give) => {
    if (!hasDesktop()) throw new Error(desktopMissing);
    const screen = await startScreen();
    await give(screen.display);
    await screen.stop();
  },
  comeOnScreen: async ({ display, comeByFirefox }, give) => {
    await give((name) => comeByFirefox(name, display));
  },
});

test('where a meeting lets several, two screens are seen at once, and the one stays as the other ends', async ({
  come,
}) => {
  test.setTimeout(240_000);
  const wishes = { name: 'Standup', shares: 'several' };
  const [alice, bob, carol] = await meetingOfThree(come, wishes);
  await share(bob.page);
  await expectMoves(alice.page, 'Screen of Bob');
  await share(carol.page);
  for (const name of ['Screen of Bob', 'Screen of Carol']) await expectMoves(alice.page, name);
  await stopSharing(bob.page);
  await expect(alice.page.locator('video[aria-label="Screen of Bob"]')).toHaveCount(0);
  await expectMoves(alice.page, 'Screen of Carol');
});

test('through LiveKit Firefox sees the screen that Chromium shares, and Chromium the one that Firefox shares', async ({
  come,
  comeOnScreen,
}) => {
  test.setTimeout(300_000);
  const alice = await come('alice');
  const { address } = await makeMeeting(alice, { name: 'Standup' });
  const carol = await come('carol');
  const bob = await comeOnScreen('bob');
  for (const person of [alice, carol]) await joinMeeting(person, address);
  await callByFirefox(bob, address);
  for (const page of [alice.page, carol.page, bob]) await expectEveryone(page, 2);
  await share(carol.page);
  await expectMovesInFirefox(bob, 'Screen of Carol');
  await stopSharing(carol.page);
  // One at a time: the next may begin once everybody was told.
  await expect.poll(() => bob.evaluate(showsScreens)).toBe(0);
  await typeOnInFirefox(bob, 'Share screen');
  for (const { page } of [alice, carol]) await expectMoves(page, 'Screen of Bob');
});

/** Runs in the page. */
function showsScreens(): number {
  return document.querySelectorAll('video[aria-label^="Screen of"]').length;
}
