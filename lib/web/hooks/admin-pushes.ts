import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import * as z from 'zod/mini';
import {
  providerStateSchema,
  pushPageSchema,
  type PushEntry,
  type PushState,
} from '@/lib/platform/pushes';
import { api } from '../api';

const logKey = ['admin', 'pushes'];
const providersKey = ['admin', 'providers'];

/** How often a journey under way is looked at, ms. */
const lookEvery = 500;

/** How long a device has to ring in a test, ms (the server's own time for it). */
const testTakes = 20_000;

/** What a push log is narrowed to; null: to nothing. */
export interface PushFilter {
  readonly account: number | null;
  readonly state: PushState | null;
}

/** All pushes, the newest first, page by page. */
export function usePushLog({ account, state }: PushFilter) {
  return useInfiniteQuery({
    queryKey: [...logKey, 'log', account, state],
    queryFn: ({ pageParam, signal }) => {
      const wanted = new URLSearchParams({
        limit: '50',
        ...(account !== null && { account: String(account) }),
        ...(state && { state }),
        ...(pageParam && { before: pageParam }),
      });
      return api.get(`/api/admin/pushes?${wanted.toString()}`, { schema: pushPageSchema, signal });
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    // Whoever reads on must not lose the place.
    refetchInterval: ({ state: { data } }) => (data && data.pages.length > 1 ? false : 5_000),
    placeholderData: keepPreviousData,
  });
}

/** Whether nothing more happens to a push. */
export function isOver({ state }: Pick<PushEntry, 'state'>): boolean {
  return state !== 'waiting' && state !== 'sending';
}

/** A ring test that was begun: its pushes are those of the device that are newer than `after`. */
export interface BegunRing {
  readonly test: string;
  readonly after: string | null;
}

async function devicePushes(device: string, limit: number, signal?: AbortSignal) {
  const wanted = new URLSearchParams({ device, limit: String(limit) });
  const { pushes } = await api.get(`/api/admin/pushes?${wanted.toString()}`, {
    schema: pushPageSchema,
    ...(signal && { signal }),
  });
  return pushes;
}

/** Rings one device of an account for real, by every channel that it has; by the device's id. */
export function useAdminRingDevice() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (device: string): Promise<BegunRing> => {
      const [newest] = await devicePushes(device, 1);
      const { test } = await api.post(`/api/admin/devices/${encodeURIComponent(device)}/ring`, {
        schema: z.object({ test: z.string() }),
      });
      return { test, after: newest?.id ?? null };
    },
    // The device's last push is another one now.
    onSettled: () => queries.invalidateQueries({ queryKey: ['admin', 'devices'] }),
  });
}

/** The pushes of a ring test, looked at twice a second until the last is over. */
export function useRingJourneys(device: string, begun: BegunRing | null) {
  return useQuery({
    queryKey: [...logKey, 'test', device, begun?.test],
    enabled: begun !== null,
    queryFn: async ({ signal }) => {
      const pushes = await devicePushes(device, 50, signal);
      const known = pushes.findIndex(({ id }) => id === begun?.after);
      return pushes
        .slice(0, known < 0 ? pushes.length : known)
        .filter(({ purpose }) => purpose === 'test');
    },
    refetchInterval: ({ state: { data } }) =>
      data?.every((push) => isOver(push) && !mayArrive(push)) ? false : lookEvery,
    gcTime: 0,
  });
}

/** Whether a test's push was taken and its device may still say that it rings. */
function mayArrive({ state, steps, queued }: PushEntry): boolean {
  const hasRung = steps.some(({ step }) => step === 'rang');
  return state === 'accepted' && !hasRung && Date.now() - Date.parse(queued) < testTakes;
}

/** A push of the log as it is now: looked at twice a second while it is under way. */
export function usePushNow(shown: PushEntry) {
  return useQuery({
    queryKey: [...logKey, 'one', shown.id],
    queryFn: async ({ signal }) => {
      const pushes = await devicePushes(shown.device, 50, signal);
      return pushes.find(({ id }) => id === shown.id) ?? shown;
    },
    enabled: !isOver(shown),
    initialData: shown,
    refetchInterval: ({ state: { data } }) => (data && isOver(data) ? false : lookEvery),
  });
}

/** How the push credentials do, looked at anew every 30 s while shown. */
export function useProviderStates() {
  return useQuery({
    queryKey: providersKey,
    queryFn: ({ signal }) =>
      api.get('/api/admin/pushes/providers', { schema: z.array(providerStateSchema), signal }),
    refetchInterval: 30_000,
  });
}

/** Tries the push credentials without ringing anybody. */
export function useCheckProviders() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.post('/api/admin/pushes/check', { schema: z.array(providerStateSchema) }),
    onSuccess: (states) => {
      queries.setQueryData(providersKey, states);
      return queries.invalidateQueries({ queryKey: ['admin', 'health'] });
    },
  });
}
