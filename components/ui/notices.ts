import { createStore, type Store } from '@/lib/web/store';

/** A short message that goes by itself; `key` tells two with the same words apart. */
export interface Notice {
  readonly key: number;
  readonly tone: 'information' | 'good' | 'bad';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** What was last said aloud; `key` lets the same words be said again. */
export interface Announcement {
  readonly key: number;
  readonly text: string;
}

const shown = createStore<readonly Notice[]>([]);
const polite = createStore<Announcement>({ key: 0, text: '' });
const assertive = createStore<Announcement>({ key: 0, text: '' });

let lastKey = 0;

/** The notices on the screen, oldest first. */
export const notices: Store<readonly Notice[]> = shown;

/** What a screen reader says when it has a moment, and what at once. */
export const announcements: Readonly<Record<'polite' | 'assertive', Store<Announcement>>> = {
  polite,
  assertive,
};

/** Shows a notice (three at most) until it has been read or is dismissed. */
export function notify(notice: Omit<Notice, 'key'>): void {
  lastKey += 1;
  shown.update((all) => [...all.slice(-2), { ...notice, key: lastKey }]);
}

/** Takes a notice away. */
export function dismissNotice(key: number): void {
  shown.update((all) => all.filter((notice) => notice.key !== key));
}

/** Says something to those who listen to the page: ring, answer, mute, hold, reconnect, end. */
export function announce(text: string, urgency: 'polite' | 'assertive' = 'polite'): void {
  lastKey += 1;
  (urgency === 'polite' ? polite : assertive).set({ key: lastKey, text });
}
