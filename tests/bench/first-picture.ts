import type { Page } from '@playwright/test';
import { call, type Person } from '../e2e/support/people';
import { answerButton, hangUp } from '../e2e/support/screen';

/** Notes when Answer was tapped and when the caller's picture was first shown after it. */
export async function watchFirstPicture({ page }: Person, caller: Person): Promise<void> {
  await page.evaluate((callerName) => {
    const seen = new WeakSet<MediaStream>();
    let tapped = 0;
    addEventListener(
      'click',
      ({ target }) => {
        const button = target instanceof Element ? target.closest('button') : null;
        if (button?.getAttribute('aria-label') === 'Answer' || button?.textContent === 'Answer') {
          tapped = performance.now();
        }
      },
      { capture: true },
    );
    new MutationObserver(() => {
      for (const video of document.querySelectorAll('video')) {
        const { srcObject } = video;
        if (!(srcObject instanceof MediaStream) || seen.has(srcObject)) continue;
        // One's own preview has another label than the other's picture.
        if (video.getAttribute('aria-label') !== callerName) continue;
        seen.add(srcObject);
        video.requestVideoFrameCallback((now) => {
          Reflect.set(window, 'firstPicture', now - tapped);
        });
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  }, caller.displayName);
}

/** A call from one to the other until its first picture: how long that took from the tap on Answer, ms. */
export async function callUntilPicture(from: Person, to: Person): Promise<number> {
  await to.page.evaluate(() => Reflect.deleteProperty(window, 'firstPicture'));
  await call(from, to.displayName);
  await answerButton(to.page).click();
  const first = await to.page.waitForFunction(() => {
    const value: unknown = Reflect.get(window, 'firstPicture');
    return typeof value === 'number' ? value : undefined;
  });
  return Number(await first.jsonValue());
}

/** Ends the call; both are back at home. */
export async function endCall(one: Person, other: Person): Promise<void> {
  await hangUp(one.page);
  for (const { page } of [one, other]) {
    await page.getByRole('button', { name: 'Back', exact: true }).click();
  }
}

/** The functions of raw-page.html. */
declare global {
  interface Window {
    onNetworks(servers: readonly RTCIceServer[]): Promise<void>;
    wait(): Promise<void>;
    answer(): Promise<number>;
    hangUp(): void;
  }
}

/** Two pages of raw-page.html. */
export interface RawEnds {
  readonly caller: Page;
  readonly callee: Page;
}

/** A raw call until its first picture: how long that took from its answer, ms. */
export async function rawUntilPicture({ caller, callee }: RawEnds): Promise<number> {
  await caller.evaluate(() => window.wait());
  return callee.evaluate(() => window.answer());
}

/** Ends a raw call. */
export async function endRaw({ caller, callee }: RawEnds): Promise<void> {
  for (const page of [caller, callee]) {
    await page.evaluate(() => {
      window.hangUp();
    });
  }
}
