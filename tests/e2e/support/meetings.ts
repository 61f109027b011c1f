import * as z from 'zod/mini';
import type { Person } from './people';

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
