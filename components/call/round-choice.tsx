import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

import styles from './round-choice.module.css';

/** A round button of 64 px with its word beneath it: how a ring is answered. */
export function RoundChoice({
  kind,
  icon,
  words,
  ...rest
}: Omit<ComponentProps<'button'>, 'type' | 'className'> & {
  readonly kind: 'answer' | 'end' | 'plain';
  readonly icon: ReactNode;
  readonly words: string;
}) {
  return (
    <button {...rest} type="button" className={styles.choice}>
      <span className={clsx(styles.circle, styles[kind])}>{icon}</span>
      <span className={styles.words}>{words}</span>
    </button>
  );
}
