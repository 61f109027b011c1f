import type { Language } from '@/lib/platform/own';
import { chinese } from './messages/zh';
import { english } from './messages/en';
import type { Namespace, SomeMessages } from './types';

const all = { en: english, zh: chinese };

/**
 * The messages of the named parts alone. For layouts only: they run in the build, and the page carries
 * what was picked as data, so that no page loads the words of another.
 */
export function pickMessages(language: Language, parts: readonly Namespace[]): SomeMessages {
  return Object.fromEntries(parts.map((part) => [part, all[language][part]]));
}
