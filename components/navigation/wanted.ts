import { tabShelf } from '@/lib/web/storage';
import { readPlace } from './place';

const key = 'wanted';
const pairingKey = 'pairing';

/** Keeps where a person wanted to go before they had to sign in, for this tab; only what names somebody. */
export function keepWanted(fragment: string): void {
  if (readPlace(fragment).address !== null) tabShelf.write(key, fragment);
}

/** Keeps the code of a pairing link for this tab, until it is taken. */
export function keepPairing(code: string): void {
  tabShelf.write(pairingKey, code);
}

/** The code of a pairing link that waits in this tab, once. */
export function takePairing(): string | null {
  const code = tabShelf.read(pairingKey);
  tabShelf.remove(pairingKey);
  return code;
}

/** The way home: to the settings where a pairing link waits, to what was kept, once, or to the start. */
export function takeWanted(): string {
  const fragment = tabShelf.read(key);
  tabShelf.remove(key);
  if (tabShelf.read(pairingKey) !== null) return '/settings';
  return fragment === null ? '/' : `/#${fragment}`;
}
