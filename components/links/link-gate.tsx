'use client';

import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';

import { useHolder } from './kept-link';

// Few open a link within an app, and nobody else loads what it says.
const OpenElsewhere = dynamic(() =>
  import('./open-elsewhere').then((module) => module.OpenElsewhere),
);

/** Stands before a page that links lead to: within another app it says how to open the link in a browser. */
export function LinkGate({ children }: { readonly children: ReactNode }) {
  const holder = useHolder();
  return holder === null ? children : <OpenElsewhere app={holder} />;
}
