import * as z from 'zod/mini';
import { callTypeSchema } from '@/lib/platform/calling';
import { tabShelf, type Shelf } from '../storage';

const rememberedCallSchema = z.object({
  /** Where `new_session` went. */
  address: z.string(),
  /** `client` and `checkdup` of it: the same value returns the same participant (platform-api.md 3, 4). */
  client: z.string(),
  /** The invitation by which it began, where one is known. */
  invitation: z.catch(z.nullable(z.string()), null),
  /** The one-time token that answered it. */
  ticket: z.nullable(z.string()),
  pin: z.nullable(z.string()),
  /** The key of an encrypted meeting. */
  key: z.catch(z.nullable(z.string()), null),
  guestName: z.catch(z.nullable(z.string()), null),
  /** The newest token of the participant: leaves the call where nobody comes back for it. */
  token: z.string(),
  direction: z.enum(['incoming', 'outgoing']),
  kind: z.enum(['gateway', 'conference']),
  callType: callTypeSchema,
  peer: z.object({
    address: z.string(),
    displayName: z.string(),
    organisation: z.optional(z.string()),
  }),
  /** Since when it is connected, ms since 1970; null: it is not. */
  since: z.nullable(z.number()),
  microphone: z.boolean(),
  camera: z.boolean(),
  held: z.boolean(),
});

/** What a page must know of a call to return to it after a reload, or in another tab. */
export type RememberedCall = z.infer<typeof rememberedCallSchema>;

const listSchema = z.array(rememberedCallSchema);
const shelfKey = 'calls';

/** The calls that this tab was in when its page went. */
export function recallCalls(shelf: Shelf = tabShelf): readonly RememberedCall[] {
  return readCalls(shelf.read(shelfKey) ?? '[]');
}

/** Keeps the calls for the tab's next page. */
export function rememberCalls(calls: readonly RememberedCall[], shelf: Shelf = tabShelf): void {
  const text = calls.length === 0 ? null : writeCalls(calls);
  if (text === shelf.read(shelfKey)) return;
  if (text === null) shelf.remove(shelfKey);
  else shelf.write(shelfKey, text);
}

/** Calls as a text, for the shelf and for other tabs. */
export function writeCalls(calls: readonly RememberedCall[]): string {
  return JSON.stringify(calls);
}

/** Calls from their text; none where it is not understood. */
export function readCalls(text: string): readonly RememberedCall[] {
  try {
    const parsed = z.safeParse(listSchema, JSON.parse(text));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}
