import type { Shelf } from '@/lib/web/storage';

/** A shelf that lasts as long as a test. */
export function memoryShelf(): Shelf {
  const texts = new Map<string, string>();
  return {
    read: (key) => texts.get(key) ?? null,
    write: (key, value) => void texts.set(key, value),
    remove: (key) => void texts.delete(key),
  };
}
