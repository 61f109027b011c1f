'use client';

import type { ReactNode } from 'react';

import { Avatar } from '@/components/ui/avatar';
import styles from './people-panel.module.css';

/** Somebody in a list of people: who, how they are, and what can be done. */
export function PersonRow({
  name,
  label = name,
  address,
  state,
  children,
}: {
  readonly name: string;
  readonly label?: string;
  readonly address: string;
  readonly state: string | null;
  readonly children?: ReactNode;
}) {
  return (
    <li className={styles.person}>
      <Avatar address={address} name={name} size="small" />
      <span className={styles.words}>
        <span className={styles.name}>{label}</span>
        {state && <span className={styles.state}>{state}</span>}
      </span>
      {children}
    </li>
  );
}
