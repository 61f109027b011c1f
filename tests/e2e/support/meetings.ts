import * as z from 'zod/mini';
import { expectEveryone } from './everyone';
import { expect } from './fixtures';
import { liveConnections } from './media';
import type { Manner, Person } from './people';
import type { Name } from './server';

const madeSchema = z.object({ result: z.object({ address: z.string(), link: z.string() }) });

/** A meeting as the API gives it. */
export type Meeting = z.infer<typeof madeSchema>['result'];

/** Makes a meeting of this person's, by the API that the page uses. */
export async function makeMeeting(
  owner: Person,
  wishes: Readonly<Record<string, string | boolean>>,
): Promise<Meeting> {
  const answered = await owner.page.evaluate(async (body) => {
    const response = await fetch('/api/rooms', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.text();
  }, wishes);
  return madeSchema.parse(JSON.parse(answered)).result;
}

/** Joins a meeting from home, with video, as whoever reads English does. */
export async function joinMeeting({ page }: Person, address: string): Promise<void> {
  await page.getByRole('searchbox').fill(address);
  await page.getByRole('button', { name: `Video call with ${address}`, exact: true }).click();
}

/** Joins a meeting by its link with this key, where somebody is signed in. `join`: the words of the button. */
export async function joinByLink(
  { page }: Person,
  address: string,
  key: string,
  join = 'Join',
): Promise<void> {
  await page.goto(
    `${new URL(page.url()).origin}/call#to=${encodeURIComponent(address)}&key=${key}`,
  );
  await page.getByRole('button', { name: join, exact: true }).click();
}

/**
 * Alice's meeting, of which she is host, with Bob and Carol in it: three, whom LiveKit carries where there is one.
 * Everybody sees and hears everybody.
 */
export async function meetingOfThree(
  come: (name: Name, manner?: Manner) => Promise<Person>,
  wishes: Readonly<Record<string, string | boolean>> = { name: 'Standup' },
): Promise<readonly [alice: Person, bob: Person, carol: Person]> {
  const alice = await come('alice');
  const { address } = await makeMeeting(alice, wishes);
  const everyone = [alice, await come('bob'), await come('carol')] as const;
  for (const person of everyone) await joinMeeting(person, address);
  for (const { page } of everyone) await expectEveryone(page, 2);
  await expect.poll(() => connectionsOf(everyone), 'no leg is left beside LiveKit').toHaveLength(1);
  return everyone;
}

/** How many connections each has, every number once: who came last has none but to LiveKit. */
async function connectionsOf(people: readonly Person[]): Promise<readonly number[]> {
  const counts = await Promise.all(people.map(({ page }) => liveConnections(page)));
  return [...new Set(counts)];
}
