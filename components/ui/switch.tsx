import type { ComponentProps } from 'react';

import styles from './switch.module.css';

/** On or off, at once. Give it a label by `aria-labelledby`, or an id that a label names. */
export function Switch(props: Omit<ComponentProps<'input'>, 'type' | 'role' | 'className'>) {
  return (
    <span className={styles.switch}>
      <input {...props} type="checkbox" role="switch" className={styles.input} />
      <span aria-hidden="true" className={styles.track}>
        <span className={styles.thumb} />
      </span>
    </span>
  );
}
