'use client';

import type { ReactNode } from 'react';

import { LanguageSwitch } from '@/components/i18n/language-switch';
import { Logo } from '@/components/ui/logo';
import styles from './entry-page.module.css';

/** The frame of every page that stands before the session: mark, title, one thing to do, language. */
export function EntryPage({
  title,
  lead,
  step,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly step?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.page}>
      <main className={styles.main}>
        <div className={styles.card}>
          <header className={styles.head}>
            <span className={styles.mark}>
              <Logo size={56} />
            </span>
            {step && <p className={styles.step}>{step}</p>}
            <h1 tabIndex={-1} className={styles.title}>
              {title}
            </h1>
            {lead && <p className={styles.lead}>{lead}</p>}
          </header>
          {children}
        </div>
      </main>
      <footer className={styles.foot}>
        <LanguageSwitch />
      </footer>
    </div>
  );
}

export { styles as entryStyles };
