'use client';

import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { EntryPage } from '@/components/entry/entry-page';
import { Button, buttonClass } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { thisBrowser } from '@/lib/web/browser';
import { wayOut, type HostApp } from '@/lib/web/host-app';
import { goOnHere } from './kept-link';
import { MenuPicture } from './menu-picture';
import styles from './open-elsewhere.module.css';

/** Within another app: how to open this very link in a browser. Shown once the page lives, in a browser. */
export function OpenElsewhere({ app }: { readonly app: HostApp }) {
  const t = useTranslations('links.open');
  const [system] = useState(() => thisBrowser().system);
  const { href } = window.location;
  const direct = wayOut({ app, system, href });
  const browser = t(`browser.${system === 'ios' || system === 'android' ? system : 'other'}`);
  const name = t(`app.${app.name}`);
  return (
    <EntryPage title={t('title', { browser })} lead={t('lead', { app: name })}>
      {direct !== null && (
        <a href={direct} className={buttonClass('primary', 'wide')}>
          <ExternalLink aria-hidden="true" size={18} />
          {t('direct')}
        </a>
      )}
      <div className={styles.way}>
        <MenuPicture app={name} item={t('item', { browser })} />
        <ol className={styles.steps}>
          <li>{t('one', { app: name })}</li>
          <li>{t('two', { browser })}</li>
        </ol>
      </div>
      <div className={styles.copy}>
        <p className={styles.or}>{t('or', { browser })}</p>
        <p aria-label={t('link')} className={styles.link}>
          {href}
        </p>
        <CopyButton
          kind={direct === null ? 'primary' : 'secondary'}
          text={href}
          label={t('copy')}
          words={t('copy')}
        />
      </div>
      <div className={styles.copy}>
        <Button kind="quiet" width="wide" onClick={goOnHere}>
          {t('goOn')}
        </Button>
        <p className={styles.hint}>{t('goOnHint')}</p>
      </div>
    </EntryPage>
  );
}
