import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

import styles from './icon-button.module.css';

/**
 * A round button with a picture alone; `label` says what it does, to a screen reader and as its title.
 * `call` size (64 px) is for answer and decline.
 */
export function IconButton({
  label,
  kind = 'plain',
  size = 'target',
  className,
  children,
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label' | 'title' | 'type'> & {
  readonly label: string;
  readonly kind?: 'plain' | 'soft' | 'accent' | 'primary' | 'answer' | 'end';
  readonly size?: 'target' | 'call';
  readonly children: ReactNode;
}) {
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      title={label}
      className={clsx(styles.button, styles[kind], size === 'call' && styles.call, className)}
    >
      {children}
    </button>
  );
}
