'use client';

import clsx from 'clsx';
import type { ReactNode } from 'react';

import type { Place } from '@/components/navigation/place';
import { PlaceLink } from '@/components/navigation/place-link';
import { Avatar } from '@/components/ui/avatar';
import styles from './row.module.css';

/** A line about a person, a call or a meeting: tapping it opens the details, its buttons call. */
export function HomeRow({
  address,
  name,
  nameSuffix,
  detail,
  time,
  missed = false,
  place,
  open,
  actions,
}: {
  readonly address: string;
  readonly name: string;
  readonly nameSuffix?: ReactNode;
  readonly detail: ReactNode;
  readonly time?: ReactNode;
  readonly missed?: boolean;
  readonly place: Place;
  readonly open: boolean;
  readonly actions: ReactNode;
}) {
  return (
    <li className={styles.row} data-open={open}>
      <Avatar address={address} name={name} className={styles.avatar} />
      <PlaceLink place={place} className={styles.open} aria-current={open ? 'true' : undefined}>
        <span className={styles.words}>
          <span className={clsx(styles.name, missed && styles.missed)}>
            <span className={styles.nameText}>{name}</span>
            {nameSuffix}
          </span>
          <span className={styles.detail}>{detail}</span>
        </span>
      </PlaceLink>
      {time && <span className={styles.time}>{time}</span>}
      <span className={styles.actions}>{actions}</span>
    </li>
  );
}

/** The second line's text, cut off where there is no room. */
export function DetailText({ children }: { readonly children: ReactNode }) {
  return <span className={styles.detailText}>{children}</span>;
}
