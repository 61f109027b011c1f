import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { pairingSchema } from '@/lib/platform/own';
import { api } from '../api';
import { profileShelf } from '../storage';
import { devicePath, devicesKey } from './devices';

/** Makes a code by which another part of a phone joins this device; the code before is void. */
export function useMakePairing() {
  return useMutation({
    mutationFn: () => api.post('/api/my/pairing', { body: {}, schema: pairingSchema }),
  });
}

/** Joins this page's device with the one that shows the code. */
export function useJoinPairing() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (code: string) =>
      api.post('/api/my/pairing/join', { body: { code }, schema: z.unknown() }),
    onSettled: () => queries.invalidateQueries({ queryKey: devicesKey }),
  });
}

/** Separates a part from its device, by one of its channels. */
export function useSeparatePart() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ device, channel }: { device: string; channel: string }) =>
      api.delete(`${devicePath(device)}/channels/${encodeURIComponent(channel)}`, {
        schema: z.unknown(),
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: devicesKey }),
  });
}

/** Whether a moment (Unix seconds) is past; null is never. */
export function useIsPast(moment: number | null): boolean {
  const [past, setPast] = useState<number | null>(null);
  useEffect(() => {
    if (moment === null) return undefined;
    const left = Math.max(0, moment * 1000 - Date.now());
    const timer = setTimeout(() => {
      setPast(moment);
    }, left);
    return () => {
      clearTimeout(timer);
    };
  }, [moment]);
  return moment !== null && past === moment;
}

const toldApartKey = 'told-apart';

/** Which devices their person told apart, kept in this browser profile; `now` in ms since 1970. */
export function usePairingOffer(): {
  readonly toldApart: readonly string[];
  readonly tellApart: (pair: string) => void;
  readonly now: number;
} {
  const [now] = useState(() => Date.now());
  const [toldApart, setToldApart] = useState(
    () => profileShelf.read(toldApartKey)?.split(' ') ?? [],
  );
  return {
    now,
    toldApart,
    tellApart: (pair) => {
      const all = [...toldApart, pair].slice(-20);
      profileShelf.write(toldApartKey, all.join(' '));
      setToldApart(all);
    },
  };
}
