'use client';

import { Compass, Ellipsis } from 'lucide-react';

import styles from './menu-picture.module.css';

/** The top of an app's window with its menu open, drawn: where one taps, and then what. */
export function MenuPicture({ app, item }: { readonly app: string; readonly item: string }) {
  return (
    <div aria-hidden="true" className={styles.window}>
      <div className={styles.bar}>
        <span className={styles.name}>{app}</span>
        <span className={styles.menu}>
          <Ellipsis size={20} />
        </span>
      </div>
      <div className={styles.sheet}>
        <span className={styles.other} />
        <span className={styles.item}>
          <Compass size={18} />
          {item}
        </span>
        <span className={styles.other} />
      </div>
    </div>
  );
}
