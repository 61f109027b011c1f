'use client';

import { FocusScope } from 'radix-ui/internal';
import type { ReactNode } from 'react';

const stay = (event: Event) => event.preventDefault();

/**
 * Lets the focus into what lies over the page even while a dialog of the page holds it: the dialog's trap
 * rests until this is gone. Moves no focus by itself.
 */
export function OwnFocus({ children }: { readonly children: ReactNode }) {
  return (
    <FocusScope.Root asChild trapped={false} onMountAutoFocus={stay} onUnmountAutoFocus={stay}>
      {children}
    </FocusScope.Root>
  );
}
