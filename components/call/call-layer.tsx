'use client';

import { lazy, Suspense, useEffect, type ReactNode } from 'react';

import { useCalls, useElsewhere, useRinging, useStoppedRinging } from '@/lib/web/hooks/calls';
import styles from './call-layer.module.css';

// A page is there before its first call: what a call looks like comes right after it.
const loadOverlay = () => import('./call-overlay');
const CallOverlay = lazy(() => loadOverlay().then((module) => ({ default: module.CallOverlay })));

/**
 * The page, and over it whatever rings, is called, goes on or has just ended. A call that fills the screen
 * takes the page out of reach.
 */
export function CallLayer({ children }: { readonly children: ReactNode }) {
  const calls = useCalls();
  const ringing = useRinging();
  const stopped = useStoppedRinging();
  const elsewhere = useElsewhere();
  useEffect(() => {
    void loadOverlay();
  }, []);
  const isQuiet = calls.length === 0 && ringing.length === 0 && !stopped && !elsewhere;
  return (
    <>
      <div className={styles.page} inert={calls.length > 0}>
        {children}
      </div>
      {!isQuiet && (
        <Suspense>
          <CallOverlay />
        </Suspense>
      )}
    </>
  );
}
