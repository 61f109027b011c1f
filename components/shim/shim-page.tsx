'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

import { shimPort } from '@/lib/web/shim/presence';

/** How soon code that did not come is asked for again, ms. */
const again = 2_000;

/** Within the iPhone app the page listens to it; an ordinary browser loads nothing of that. */
export function ShimPage() {
  const router = useRouter();
  useEffect(() => {
    if (shimPort() === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const start = (): void => {
      import('./lead').then(
        ({ leadShim }) => leadShim(router),
        () => {
          timer = setTimeout(start, again);
        },
      );
    };
    start();
    return () => clearTimeout(timer);
  }, [router]);
  return null;
}
