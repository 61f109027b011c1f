'use client';

import { Tooltip as Radix } from 'radix-ui';
import { use, type ReactNode } from 'react';

import { OverPlace } from './over-place';
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
  const place = use(OverPlace);
  return (
    <Radix.Provider delayDuration={400}>
      <Radix.Root>
        <Radix.Trigger
          asChild
          onFocus={(event) => {
            // The focus that comes back after a tap shows nothing: whoever tapped knows.
            if (!event.currentTarget.matches(':focus-visible')) event.preventDefault();
          }}
        >
          {children}
        </Radix.Trigger>
        <Radix.Portal container={place}>
          <Radix.Content className={styles.tip} side={side} sideOffset={8} collisionPadding={8}>
            {words}
            {shortcut && <kbd className={styles.key}>{shortcut}</kbd>}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
