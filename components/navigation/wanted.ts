import { tabShelf } from '@/lib/web/storage';
import { readPlace } from './place';

const key = 'wanted';

/** Keeps where a person wanted to go before they had to sign in, for this tab; only what names somebody. */
export function keepWanted(fragment: string): void {
  if (readPlace(fragment).address !== null) tabShelf.write(key, fragment);
}

/** The way home: to what was kept, once, or to the start. */
export function takeWanted(): string {
  const fragment = tabShelf.read(key);
  tabShelf.remove(key);
  return fragment === null ? '/' : `/#${fragment}`;
}
