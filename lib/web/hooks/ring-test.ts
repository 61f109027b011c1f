import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { api } from '../api';
import { patienceForPush, readJourney, stepsOfTest, type RingJourney } from '../ring-journey';
import { getRuntime } from '../runtime';
import type { TestRingStep } from '../runtime-view';
import { devicePath } from './devices';
import { useStore } from './store';

/** A "ring me" test as a page follows it. */
export interface RingTestView {
  /** Rings a device for real; without an id this one. */
  readonly start: (device?: string) => void;
  readonly state: 'idle' | RingJourney['outcome'];
  readonly steps: readonly TestRingStep[];
  readonly journey: RingJourney;
  /** Why it could not even be asked for. */
  readonly error: Error | null;
}

/** A "ring me" test: starts it and follows its steps as they arrive on the stream. */
export function useTestRing(): RingTestView {
  const { testRings, device } = getRuntime();
  const own = useStore(device);
  const all = useStore(testRings);
  const [begun, setBegun] = useState<{ readonly device: string; readonly from: number } | null>(
    null,
  );
  const [late, setLate] = useState(false);
  const ring = useMutation({
    mutationFn: (id: string) => api.post(`${devicePath(id)}/ring`, { schema: z.unknown() }),
  });
  useEffect(() => {
    if (begun === null) return undefined;
    const timer = setTimeout(() => {
      setLate(true);
    }, patienceForPush);
    return () => {
      clearTimeout(timer);
    };
  }, [begun]);
  const steps = begun ? stepsOfTest(all, begun.device, begun.from) : [];
  const journey = readJourney(steps, { late, confirms: begun?.device === own });
  return {
    start: (chosen) => {
      const id = chosen ?? own;
      if (id === null) return;
      setLate(false);
      setBegun({ device: id, from: testRings.get().length });
      ring.mutate(id);
    },
    state: begun === null ? 'idle' : ring.isError ? 'failed' : journey.outcome,
    steps,
    journey,
    error: ring.error,
  };
}
