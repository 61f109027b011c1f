'use client';

import clsx from 'clsx';
import { ChevronLeft } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';

import type { Place } from '@/components/navigation/place';
import { PlaceLink } from '@/components/navigation/place-link';
import { Avatar } from '@/components/ui/avatar';
import { takesFocus } from './arrival';
import styles from './detail.module.css';

/** The details of a person or a meeting: who, what one can do at once, and what is known. */
export function DetailFrame({
  list,
  address,
  name,
  under,
  actions,
  children,
}: {
  readonly list: Place['list'];
  readonly address: string;
  readonly name: string;
  readonly under: ReactNode;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useTranslations('home.person');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // On a phone the details take the list's place, and the focus goes where the eye goes.
    const element = heading.current;
    const isAlone = window.matchMedia('(max-width: 719px)').matches;
    if (!element || (!takesFocus() && !isAlone)) return;
    element.focus({ preventScroll: true });
    if (isAlone) window.scrollTo(0, 0);
  }, []);
  return (
    <article className={styles.detail}>
      <PlaceLink place={{ list, address: null }} className={styles.back} aria-label={t('back')}>
        <ChevronLeft aria-hidden="true" size={22} />
        <BackWords list={list} />
      </PlaceLink>
      <header className={styles.head}>
        <Avatar address={address} name={name} size="large" />
        <h1 ref={heading} tabIndex={-1} className={styles.name}>
          {name}
        </h1>
        <p className={styles.under}>{under}</p>
      </header>
      <div className={styles.actions}>{actions}</div>
      {children}
    </article>
  );
}

function BackWords({ list }: { readonly list: Place['list'] }) {
  const t = useTranslations('shell');
  return t(list);
}

/** One of the large buttons under a name. */
export function DetailAction({
  icon,
  label,
  kind = 'plain',
  onClick,
  children,
}: {
  readonly icon: ReactNode;
  readonly label: string;
  readonly kind?: 'plain' | 'filled';
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      className={clsx(styles.action, kind === 'filled' && styles.filled)}
      onClick={onClick}
    >
      {icon}
      <span aria-hidden="true">{children}</span>
    </button>
  );
}
