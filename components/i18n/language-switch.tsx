'use client';

import { useLocale, useTranslations } from 'use-intl';

import { languages } from '@/lib/platform/languages';
import { htmlLanguages, languageNames } from './language';
import { showIn } from './show-in';
import styles from './language-switch.module.css';

/** Both languages side by side, each in its own words. */
export function LanguageSwitch() {
  const t = useTranslations('common');
  const present = useLocale();
  return (
    <div role="group" aria-label={t('language')} className={styles.switch}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={htmlLanguages[language]}
          aria-pressed={language === present}
          className={styles.choice}
          onClick={() => language !== present && showIn(language)}
        >
          {languageNames[language]}
        </button>
      ))}
    </div>
  );
}
