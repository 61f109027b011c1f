'use client';

import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

import styles from './tooltip.module.css';

/** What a control does and its key, while the pointer or the focus is on it. Desktops alone see it. */
export function Tooltip({
  words,
  shortcut,
  side = 'top',
  children,
}: {
  readonly words: ReactNode;
  readonly shortcut?: string | undefined;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly children: ReactNode;
}) {
  return (
    <Radix.Provider delayDuration={400}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content className={styles.tip} side={side} sideOffset={8} collisionPadding={8}>
            {words}
            {shortcut && <kbd className={styles.key}>{shortcut}</kbd>}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
