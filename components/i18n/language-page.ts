import type { ReactNode } from 'react';

/** What Next gives a layout below `app/[lang]`. Written out: Next's own type exists after a build alone. */
export interface LanguageLayoutProps {
  readonly children: ReactNode;
  readonly params: Promise<{ readonly lang: string }>;
}
