'use client';

import type { ComponentProps, ReactNode } from 'react';
import { IntlProvider } from 'use-intl';

import type { Language } from '@/lib/platform/own';
import type { SomeMessages } from './types';

// The build has no person and so no time zone: nothing that depends on it is in an exported page.
const timeZone =
  typeof window === 'undefined' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;

type EnglishWords = NonNullable<ComponentProps<typeof IntlProvider>['messages']>;

/** Gives language, time zone and the messages of these parts to everything inside. */
export function Intlized(props: {
  readonly language: Language;
  readonly messages: SomeMessages;
  readonly children: ReactNode;
}) {
  // use-intl types messages as the very words of English, for their arguments; a translation has
  // the same keys (types.ts) and arguments (tests/unit) with other words.
  const messages = props.messages as EnglishWords;
  return (
    <IntlProvider locale={props.language} messages={messages} timeZone={timeZone}>
      {props.children}
    </IntlProvider>
  );
}
