'use client';

import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

import { Tooltip } from '@/components/ui/tooltip';
import styles from './control-button.module.css';

/**
 * A round control on the call stage. `off` looks inverted: what is switched off is seen at a glance; `active` goes on now.
 * `shortcut` is the key that does the same.
 */
export function ControlButton({
  label,
  kind = 'plain',
  shortcut,
  badge,
  children,
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label' | 'type' | 'className'> & {
  readonly label: string;
  readonly kind?: 'plain' | 'active' | 'off' | 'problem' | 'end' | 'answer';
  readonly shortcut?: string | undefined;
  /** Something waits behind this control. */
  readonly badge?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Tooltip words={label} shortcut={shortcut}>
      <button
        {...rest}
        type="button"
        aria-label={label}
        aria-keyshortcuts={shortcut}
        className={clsx(styles.control, styles[kind])}
      >
        {children}
        {badge && <span aria-hidden="true" className={styles.badge} />}
      </button>
    </Tooltip>
  );
}

/** The class names of a control, for one that opens a menu and so has no tooltip. */
export const controlClass = clsx(styles.control, styles.plain);
