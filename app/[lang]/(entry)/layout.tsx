import { DemoWatch } from '@/components/entry/demo-watch';
import { Intlized } from '@/components/i18n/intl';
import { readLanguage } from '@/components/i18n/language';
import type { LanguageLayoutProps } from '@/components/i18n/language-page';
import { pickMessages } from '@/components/i18n/pick';

/** The pages before a session: they carry their own few words and nothing of the rest. */
export default async function EntryLayout({ children, params }: LanguageLayoutProps) {
  const language = readLanguage((await params).lang) ?? 'en';
  return (
    <Intlized language={language} messages={pickMessages(language, ['common', 'entry', 'links'])}>
      <DemoWatch />
      {children}
    </Intlized>
  );
}
