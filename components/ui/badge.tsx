import clsx from 'clsx';
import type { ReactNode } from 'react';

import styles from './badge.module.css';

/** A word about the state of something, or with `count` a number that waits to be seen. */
export function Badge({
  tone = 'plain',
  children,
}: {
  readonly tone?: 'plain' | 'accent' | 'good' | 'warning' | 'bad' | 'count';
  readonly children: ReactNode;
}) {
  return <span className={clsx(styles.badge, styles[tone])}>{children}</span>;
}
