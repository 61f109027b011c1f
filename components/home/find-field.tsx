'use client';

import { Search, X } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslations } from 'use-intl';

import { IconButton } from '@/components/ui/icon-button';
import styles from './find.module.css';

/** The one field: a name, an address or a short number. */
export function FindField({
  query,
  onQuery,
  onEnter,
  onDown,
  ref,
}: {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onEnter: () => void;
  /** The arrow down: into the results. */
  readonly onDown: () => void;
  readonly ref: Ref<HTMLInputElement>;
}) {
  const t = useTranslations('home.find');
  return (
    <div role="search" className={styles.field}>
      <Search aria-hidden="true" className={styles.icon} size={18} />
      <input
        ref={ref}
        type="search"
        className={styles.input}
        aria-label={t('label')}
        placeholder={t('placeholder')}
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) onEnter();
          else if (event.key === 'Escape' && query !== '') {
            event.stopPropagation();
            onQuery('');
          } else if (event.key === 'ArrowDown') {
            event.preventDefault();
            onDown();
          }
        }}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={320}
      />
      {query !== '' && (
        <IconButton label={t('clear')} className={styles.clear} onClick={() => onQuery('')}>
          <X aria-hidden="true" size={18} />
        </IconButton>
      )}
    </div>
  );
}
