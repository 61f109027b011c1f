import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as z from 'zod/mini';
import { deviceEntrySchema } from '@/lib/platform/own';
import { api } from '../api';
import { getRuntime } from '../runtime';
import type { TestRingStep } from '../runtime-view';
import { useStore } from './store';

const key = ['devices'];

const devicePath = (id: string): string => `/api/my/devices/${encodeURIComponent(id)}`;

/** My devices, one entry each, with whether it rings. */
export function useMyDevices() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      api.get('/api/my/devices', { schema: z.array(deviceEntrySchema), signal }),
  });
}

/** Names a device, or switches its ringing. */
export function useChangeDevice() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...change }: { id: string; name?: string; ring?: boolean }) =>
      api.patch(devicePath(id), { body: change, schema: z.unknown() }),
    onSuccess: (_result, { id, ring }) => {
      if (ring !== undefined) getRuntime().noteDeviceRings(id, ring);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Takes a device away; it rings no more until it registers again. */
export function useRemoveDevice() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete(devicePath(id), { schema: z.unknown() }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Rings one device for real; its steps come with {@link useTestRing}. */
export function useRingDevice() {
  return useMutation({
    mutationFn: (id: string) => api.post(`${devicePath(id)}/ring`, { schema: z.unknown() }),
  });
}

/** A "ring me" test: starts it and collects its steps as they arrive on the stream. */
export function useTestRing(): {
  /** Rings a device; without an id this one. */
  readonly start: (device?: string) => void;
  readonly running: boolean;
  readonly steps: readonly TestRingStep[];
  readonly error: Error | null;
} {
  const { testRings, device } = getRuntime();
  const own = useStore(device);
  const all = useStore(testRings);
  const ring = useRingDevice();
  const [begun, setBegun] = useState<{ readonly device: string; readonly from: number } | null>(
    null,
  );
  const steps = begun ? all.slice(begun.from).filter((step) => step.device === begun.device) : [];
  // Another device tells nobody here that it rang: its last step is that the ring was sent.
  const last = begun?.device === own ? 'rang' : 'sent';
  const done = steps.some(({ step }) => step === last || step === 'failed');
  return {
    start: (chosen) => {
      const id = chosen ?? own;
      if (id === null) return;
      setBegun({ device: id, from: testRings.get().length });
      ring.mutate(id);
    },
    running: begun !== null && !done && ring.error === null,
    steps,
    error: ring.error,
  };
}
