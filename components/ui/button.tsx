import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

import styles from './button.module.css';
import { Spinner } from './spinner';

/** What a button means: `answer` and `end` are for calls alone, `danger` for what cannot be undone. */
export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger' | 'answer' | 'end';

/** The class names of a button, for a link that looks like one. */
export function buttonClass(kind: ButtonKind, width: 'content' | 'wide' = 'content'): string {
  return clsx(styles.button, styles[kind], width === 'wide' && styles.wide);
}

/** A button with words. While `busy` it shows progress, keeps its size and ignores taps. */
export function Button({
  kind = 'secondary',
  width = 'content',
  icon,
  busy = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & {
  readonly kind?: ButtonKind;
  readonly width?: 'content' | 'wide';
  readonly icon?: ReactNode;
  readonly busy?: boolean;
}) {
  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      className={clsx(buttonClass(kind, width), busy && styles.busy, className)}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      <span className={styles.content}>
        {icon}
        {children}
      </span>
      {busy && (
        <span className={styles.progress}>
          <Spinner />
        </span>
      )}
    </button>
  );
}
