import { CallFrame } from '@/components/call/call-frame';
import { Intlized } from '@/components/i18n/intl';
import { readLanguage } from '@/components/i18n/language';
import type { LanguageLayoutProps } from '@/components/i18n/language-page';
import { pickMessages } from '@/components/i18n/pick';

/** The page of a call that a link opens, whoever is signed in or nobody. */
export default async function CallLayout({ children, params }: LanguageLayoutProps) {
  const language = readLanguage((await params).lang) ?? 'en';
  return (
    <Intlized
      language={language}
      messages={pickMessages(language, ['common', 'call', 'check', 'links'])}
    >
      <CallFrame>{children}</CallFrame>
    </Intlized>
  );
}
