import { expectMedia } from '@/tests/e2e/support/media';
import { call } from '@/tests/e2e/support/people';
import { answerButton, expectEnded, hangUp, press } from '@/tests/e2e/support/screen';
import { expect, type Resident } from './fixtures';

/** One calls, the other answers; until pictures and voice arrive at both ends. */
export async function meet(alice: Resident, bob: Resident): Promise<void> {
  await call(alice, bob.displayName);
  await answerButton(bob.page).click();
  await expectMediaAtBoth(alice, bob);
}

/** Waits until pictures and voice keep arriving at both ends. */
export async function expectMediaAtBoth(alice: Resident, bob: Resident): Promise<void> {
  await expectMedia(alice.page);
  await expectMedia(bob.page);
}

/** What one says by the server the other is told, and both hear that it is over. */
export async function expectAttachedAndPart(alice: Resident, bob: Resident): Promise<void> {
  const muted = (name: string): string => `${name} is muted`;
  await press(alice.page, 'Mute microphone');
  await expect(bob.page.getByText(muted(alice.displayName)).first()).toBeVisible();
  await press(bob.page, 'Mute microphone');
  await expect(alice.page.getByText(muted(bob.displayName)).first()).toBeVisible();
  await part(alice, bob);
}

/** One hangs up, and the other is told. */
export async function part(alice: Resident, bob: Resident): Promise<void> {
  await hangUp(alice.page);
  await expectEnded(bob.page, `${alice.displayName} hung up`);
}
