'use client';

import { useEffect, type ReactNode } from 'react';

import { useSession } from '@/lib/web/hooks/page';
import { getRuntime } from '@/lib/web/runtime';
import { CallLayer } from './call-layer';

/** A page with nothing but calls on it; whoever is signed in here is rung on it too. */
export function CallFrame({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const signedIn = session.status === 'signed-in';
  useEffect(() => {
    getRuntime().start();
  }, []);
  useEffect(() => {
    if (signedIn) getRuntime().startSignedIn();
  }, [signedIn]);
  return <CallLayer>{children}</CallLayer>;
}
