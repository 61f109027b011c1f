import type { MeetingKeys } from './offline/pieces';
import { profileShelf } from './storage';
import { createStore, type Store } from './store';

const keys = createStore<MeetingKeys>({});

/** On the profile's shelf: there are keys to be read. */
const mark = 'meeting-keys';

/** What the link of this page brought: it outlives the sign-out of whoever was here before. */
let ofLink: MeetingKeys = {};

/** The keys of encrypted meetings that this profile has, by address; they leave it in links alone. */
export const meetingKeys: Store<MeetingKeys> = keys;

/** The key of a meeting, base64url of 32 bytes; undefined: this profile has none. */
export function keyOfMeeting(address: string): string | undefined {
  return keys.get()[address];
}

/** Makes the key of a new meeting. */
export function newMeetingKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Whether a text has the form of a key. */
export function isMeetingKey(text: string | null): text is string {
  return text !== null && /^[\w-]{43}$/.test(text);
}

/** A meeting's link with its key in the fragment, which no browser sends. */
export function linkWithKey(link: string, key: string | undefined): string {
  return key === undefined ? link : `${link}&key=${key}`;
}

/** Keeps the key of a meeting that was made here. */
export async function keepMeetingKey(address: string, key: string): Promise<void> {
  keys.set({ ...keys.get(), [address]: key });
  profileShelf.write(mark, '1');
  const { writeMeetingKeys } = await import('./offline/meeting-keys');
  await writeMeetingKeys(keys.get());
}

/** Keeps the key that the link of this page brought. */
export async function keepKeyOfLink(address: string, key: string): Promise<void> {
  ofLink = { ...ofLink, [address]: key };
  keys.set({ ...keys.get(), [address]: key });
  await recallMeetingKeys();
  await keepMeetingKey(address, key);
}

/** Reads the keys that this profile keeps. */
export async function recallMeetingKeys(): Promise<void> {
  if (profileShelf.read(mark) === null) return;
  const { readMeetingKeys } = await import('./offline/meeting-keys');
  const kept = await readMeetingKeys();
  keys.set({ ...kept, ...keys.get() });
}

/** Nobody is signed in here any more: what was kept is gone, but for what this page's own link brought. */
export async function forgetMeetingKeys(): Promise<void> {
  profileShelf.remove(mark);
  keys.set({});
  for (const [address, key] of Object.entries(ofLink)) await keepMeetingKey(address, key);
}
