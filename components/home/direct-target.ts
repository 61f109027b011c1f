import { isShortNumber, normaliseAccount } from '@/lib/platform/address';
import type { Person } from '@/lib/platform/own';

/** What a typed text calls as it stands: a whole address or a short number; null if it is a name. */
export function readTarget(text: string): string | null {
  const plain = text.trim();
  if (/^[\d\s()-]+$/.test(plain)) {
    const digits = plain.replace(/\D/g, '');
    return isShortNumber(digits) ? digits : null;
  }
  return /^[^\s@/]+@[^\s@/]+$/.test(plain) ? normaliseAccount(plain) : null;
}

/** The person that a target names exactly. */
export function personAt(target: string, people: readonly Person[]): Person | undefined {
  return people.find((person) => person.sipkey === target || person.address === target);
}

/** Whether every word that was typed stands in a name, in whatever case. */
export function isInName(typed: string, name: string): boolean {
  const plain = name.toLocaleLowerCase();
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return words.length > 0 && words.every((word) => plain.includes(word));
}
