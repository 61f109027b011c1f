import { Intlized } from '@/components/i18n/intl';
import { readLanguage } from '@/components/i18n/language';
import type { LanguageLayoutProps } from '@/components/i18n/language-page';
import { pickMessages } from '@/components/i18n/pick';
import { SignedIn } from '@/components/shell/signed-in';

const parts = [
  ...(['common', 'shell', 'home', 'settings', 'admin', 'call', 'check'] as const),
  // A pairing link may be opened within another app.
  'links',
] as const;

/** The pages of a session. This layout stays while one goes from page to page, and calls with it. */
export default async function SignedInLayout({ children, params }: LanguageLayoutProps) {
  const language = readLanguage((await params).lang) ?? 'en';
  return (
    <Intlized language={language} messages={pickMessages(language, parts)}>
      <SignedIn>{children}</SignedIn>
    </Intlized>
  );
}
