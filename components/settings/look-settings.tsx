'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useLocale, useTranslations } from 'use-intl';

import { htmlLanguages, languageNames } from '@/components/i18n/language';
import { showIn } from '@/components/i18n/show-in';
import { Group, Row } from '@/components/ui/group';
import { notify } from '@/components/ui/notices';
import { Segmented } from '@/components/ui/segmented';
import { languages } from '@/lib/platform/languages';
import type { Language } from '@/lib/platform/own';
import { useChangeProfile } from '@/lib/web/hooks/account';
import { usePreferences } from '@/lib/web/hooks/page';

/** Theme of this browser, language of the account. */
export function LookSettings() {
  const t = useTranslations('settings.look');
  const [{ theme }, change] = usePreferences();
  const present = useLocale();
  const profile = useChangeProfile();
  const choose = (language: Language) =>
    profile.mutate(
      { language },
      {
        onSuccess: () => showIn(language),
        onError: () => notify({ tone: 'bad', text: t('languageFailed') }),
      },
    );
  return (
    <Group title={t('title')}>
      <Row label={t('theme')} narrow="below">
        <Segmented
          label={t('theme')}
          value={theme}
          choices={[
            { value: 'system', label: t('system'), icon: <Monitor aria-hidden="true" size={16} /> },
            { value: 'light', label: t('light'), icon: <Sun aria-hidden="true" size={16} /> },
            { value: 'dark', label: t('dark'), icon: <Moon aria-hidden="true" size={16} /> },
          ]}
          onChange={(next) => change({ theme: next })}
        />
      </Row>
      <Row label={t('language')} narrow="below">
        <Segmented
          label={t('language')}
          value={present}
          choices={languages.map((language) => ({
            value: language,
            label: <span lang={htmlLanguages[language]}>{languageNames[language]}</span>,
          }))}
          onChange={choose}
        />
      </Row>
    </Group>
  );
}
