import type { Metadata } from 'next';

import { readLanguage } from './language';
import { chinese } from './messages/zh';
import { english } from './messages/en';
import type { Messages, Translation } from './types';

/**
 * The `generateMetadata` of a page: its title in its language. It stands in the exported page, so that
 * a tab has its name before any code runs. What links lead to has a description too: the build makes the
 * preview of the link of both (scripts/previews.mjs).
 */
export function titled(
  read: (messages: Translation<Messages>) => string,
  describe?: (messages: Translation<Messages>) => string,
) {
  return async ({
    params,
  }: {
    readonly params: Promise<{ readonly lang: string }>;
  }): Promise<Metadata> => {
    const language = readLanguage((await params).lang) ?? 'en';
    const messages = { en: english, zh: chinese }[language];
    return { title: read(messages), ...(describe && { description: describe(messages) }) };
  };
}
