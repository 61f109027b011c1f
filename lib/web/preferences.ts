import * as z from 'zod/mini';
import { profileShelf, type Shelf } from './storage';
import { createStore, type Store } from './store';

/** The ringtones that come with the product; each is `/sounds/ring-<id>.wav`. */
export const ringtones = ['aurora', 'marimba', 'classic'] as const;

/** One of {@link ringtones}. */
export type Ringtone = (typeof ringtones)[number];

const preferencesSchema = z.object({
  theme: z.catch(z.enum(['system', 'light', 'dark']), 'system'),
  ringtone: z.catch(z.enum(ringtones), 'aurora'),
  keys: z.catch(z.boolean(), true),
});

/** What a person set for this browser profile. `keys`: single-key commands are on (WCAG 2.1.4). */
export type Preferences = z.infer<typeof preferencesSchema>;

/** The preferences of this browser profile. */
export interface PreferencesClient {
  readonly state: Store<Preferences>;
  readonly change: (change: Partial<Preferences>) => void;
}

const shelfKey = 'preferences';
const standard: Preferences = { theme: 'system', ringtone: 'aurora', keys: true };

/** Makes the preferences; `load` takes over what the shelf remembers. */
export function createPreferences(
  shelf: Shelf = profileShelf,
): PreferencesClient & { load(): void } {
  const state = createStore<Preferences>(standard);
  return {
    state,
    load() {
      const remembered = readPreferences(shelf.read(shelfKey));
      if (remembered !== null) state.set(remembered);
    },
    change(change) {
      state.update((current) => ({ ...current, ...change }));
      shelf.write(shelfKey, JSON.stringify(state.get()));
    },
  };
}

/** Preferences from their text; a part that is not understood falls back to the standard. */
export function readPreferences(text: string | null): Preferences | null {
  if (text === null) return null;
  try {
    const parsed = z.safeParse(preferencesSchema, JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
