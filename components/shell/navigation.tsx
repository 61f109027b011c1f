'use client';

import clsx from 'clsx';
import { Clock, Grip, Settings, ShieldCheck, UsersRound, Video } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';

import { noteFragment, useFragment } from '@/components/navigation/fragment';
import { usePagePath } from '@/components/navigation/page-path';
import { readPlace, type List } from '@/components/navigation/place';
import { PageLink } from '@/components/navigation/page-link';
import { PlaceLink } from '@/components/navigation/place-link';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Logo } from '@/components/ui/logo';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import type { MySession } from '@/lib/platform/own';
import { useUnseenCalls } from '@/components/home/unseen';
import { useAppBadge } from '@/lib/web/hooks/app';
import { DeviceRingsButton } from './device-rings';
import styles from './navigation.module.css';

const places: readonly { readonly list: List; readonly Icon: typeof Clock }[] = [
  { list: 'recents', Icon: Clock },
  { list: 'people', Icon: UsersRound },
  { list: 'keypad', Icon: Grip },
  { list: 'meetings', Icon: Video },
];

/** Where one can go: a bar at the bottom of a phone, a side list on a desktop. */
export function Navigation({ me }: { readonly me: MySession }) {
  const t = useTranslations('shell');
  const path = usePagePath();
  const { list } = readPlace(useFragment());
  const unseen = useUnseenCalls();
  useAppBadge();
  // Next's router changes the address without a word to anyone.
  useEffect(noteFragment, [path]);
  const administers = me.roles.some((role) => role !== 'member');
  return (
    <nav aria-label={t('navigation')} className={styles.navigation}>
      <div className={styles.mark}>
        <Logo size={28} />
        <span className={styles.product}>Ringway</span>
      </div>
      <ul className={styles.places}>
        {places.map(({ list: each, Icon }) => (
          <li key={each}>
            <PlaceLink
              place={{ list: each, address: null }}
              className={styles.place}
              aria-current={path === '/' && list === each ? 'page' : undefined}
            >
              <PlaceWords icon={<Icon aria-hidden="true" size={22} />} words={t(each)}>
                {each === 'recents' && unseen > 0 && (
                  <span className={styles.unseen}>
                    <Badge tone="count">
                      <span aria-hidden="true">{unseen > 99 ? '99+' : unseen}</span>
                      <VisuallyHidden>{t('unseen', { count: unseen })}</VisuallyHidden>
                    </Badge>
                  </span>
                )}
              </PlaceWords>
            </PlaceLink>
          </li>
        ))}
        <li className={styles.apart}>
          <PageLink
            href="/settings"
            className={styles.place}
            aria-current={path === '/settings' ? 'page' : undefined}
          >
            <PlaceWords icon={<Settings aria-hidden="true" size={22} />} words={t('settings')} />
          </PageLink>
        </li>
        {administers && (
          <li className={styles.wide}>
            <PageLink
              href="/admin"
              className={styles.place}
              aria-current={path === '/admin' ? 'page' : undefined}
            >
              <PlaceWords
                icon={<ShieldCheck aria-hidden="true" size={22} />}
                words={t('administration')}
              />
            </PageLink>
          </li>
        )}
      </ul>
      <div className={clsx(styles.foot, styles.wide)}>
        <DeviceRingsButton place="side" />
        <PageLink href="/settings" className={styles.me}>
          <Avatar size="small" address={me.address} name={me.display_name} />
          <span className={styles.meName}>{me.display_name}</span>
        </PageLink>
      </div>
    </nav>
  );
}

function PlaceWords({
  icon,
  words,
  children,
}: {
  readonly icon: ReactNode;
  readonly words: string;
  readonly children?: ReactNode;
}) {
  return (
    <>
      <span className={styles.icon}>{icon}</span>
      <span className={styles.words}>{words}</span>
      {children}
    </>
  );
}
