import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import * as z from 'zod/mini';
import { deviceEntrySchema } from '@/lib/platform/own';
import { api } from '../api';
import { getRuntime } from '../runtime';
import type { LostDevice } from '../runtime-view';
import { useStore } from './store';

/** Where my devices are kept among the queries. */
export const devicesKey = ['devices'];

/** The path of one of my devices. */
export const devicePath = (id: string): string => `/api/my/devices/${encodeURIComponent(id)}`;

/** How often the devices are looked at anew while they are shown, ms. */
const pace = 15_000;

/** My devices, one entry a physical device, with whether it rings; looked at anew every so often (ms). */
export function useMyDevices(every = pace) {
  const query = useQuery({
    queryKey: devicesKey,
    queryFn: ({ signal }) =>
      api.get('/api/my/devices', { schema: z.array(deviceEntrySchema), signal }),
    refetchInterval: every,
  });
  const own = query.data?.find(({ current }) => current)?.id;
  useEffect(() => {
    // Pairing on another part of this device gives it another id; the server's word counts.
    if (own !== undefined) getRuntime().noteDevice(own);
  }, [own]);
  return query;
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
    onSettled: () => queries.invalidateQueries({ queryKey: devicesKey }),
  });
}

/** Takes a device away; it rings no more until it registers again. */
export function useRemoveDevice() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete(devicePath(id), { schema: z.unknown() }),
    onSettled: () => queries.invalidateQueries({ queryKey: devicesKey }),
  });
}

/** Devices that were lost while this page is open, the newest last; the list of devices follows. */
export function useLostDevices(): readonly LostDevice[] {
  const lost = useStore(getRuntime().lostDevices);
  const queries = useQueryClient();
  useEffect(() => {
    if (lost.length > 0) void queries.invalidateQueries({ queryKey: devicesKey });
  }, [lost, queries]);
  return lost;
}
