'use client';

import { useEffect } from 'react';

import { noteDemo } from '@/components/shell/demo';
import { isDemo } from '@/lib/web/demo';

/** On the pages before a session: finds out whether this is a demo. */
export function DemoWatch() {
  useEffect(() => {
    void isDemo().then(noteDemo);
  }, []);
  return null;
}
