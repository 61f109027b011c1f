import { test as base, expect } from '@playwright/test';
import { signIn, type Manner, type Person } from './people';
import { startRingway, type Name, type RunningRingway } from './server';

/** What every end-to-end test has: a server of its own, and people who come to it. */
interface Fixtures {
  /** Settings of this test's server, by their environment names. */
  readonly settings: Readonly<Record<string, string>>;
  readonly ringway: RunningRingway;
  /** Signs somebody in with a browser of their own, closed at the end of the test. */
  readonly come: (name: Name, manner?: Manner) => Promise<Person>;
}

export const test = base.extend<Fixtures>({
  settings: [{}, { option: true }],
  ringway: async ({ settings }, give) => {
    const ringway = await startRingway(settings);
    await give(ringway);
    await ringway.stop();
  },
  come: async ({ browser, ringway }, give) => {
    const people: Person[] = [];
    await give(async (name, manner) => {
      const person = await signIn(browser, ringway, name, manner);
      people.push(person);
      return person;
    });
    for (const { context } of people) await context.close();
  },
});

export { expect };
