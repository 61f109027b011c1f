import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import * as z from 'zod/mini';
import {
  accountEntrySchema,
  accountInvitationSchema,
  accountPageSchema,
  adminDeviceSchema,
  finishedCallsPageSchema,
  healthSchema,
  liveCallSchema,
  organisationSchema,
  type ChangeAccountBody,
  type CreateAccountBody,
} from '@/lib/platform/admin';
import { api } from '../api';

const accountsKey = ['admin', 'accounts'];

/** Accounts by name, address or short number, page by page. */
export function useAccounts(query: string) {
  const text = query.trim();
  return useInfiniteQuery({
    queryKey: [...accountsKey, text],
    queryFn: ({ pageParam, signal }) => {
      const wanted = new URLSearchParams({
        query: text,
        limit: '50',
        ...(pageParam && { before: pageParam }),
      });
      return api.get(`/api/admin/accounts?${wanted.toString()}`, {
        schema: accountPageSchema,
        signal,
      });
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

function useAccountChange<Variables, Result>(change: (variables: Variables) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: accountsKey }),
  });
}

/** Creates an account; it can sign in once invited. */
export function useCreateAccount() {
  return useAccountChange((account: CreateAccountBody) =>
    api.post('/api/admin/accounts', { body: account, schema: accountEntrySchema }),
  );
}

/** Changes name, short number, role, or disables and enables. */
export function useChangeAccount() {
  return useAccountChange(({ id, ...change }: { id: number } & ChangeAccountBody) =>
    api.patch(`/api/admin/accounts/${id}`, { body: change, schema: z.unknown() }),
  );
}

/** Deletes an account by its id, for good. */
export function useDeleteAccount() {
  return useAccountChange((id: number) =>
    api.delete(`/api/admin/accounts/${id}`, { schema: z.unknown() }),
  );
}

/** Makes a link to set the password, for a new account or a reset; the one before is void. */
export function useInviteAccount() {
  return useAccountChange((id: number) =>
    api.post(`/api/admin/accounts/${id}/invitation`, { schema: accountInvitationSchema }),
  );
}

/** A device of an account as administrators see it. */
export type AdminDevice = z.infer<typeof adminDeviceSchema>;

/** Devices of an account, looked at anew every 10 s while shown. */
export function useAccountDevices(account: number) {
  return useQuery({
    queryKey: ['admin', 'devices', account],
    queryFn: ({ signal }) =>
      api.get(`/api/admin/devices?account=${account}`, {
        schema: z.array(adminDeviceSchema),
        signal,
      }),
    refetchInterval: 10_000,
  });
}

/** Rooms that are open now, looked at anew every 5 s while shown. */
export function useLiveCalls() {
  return useQuery({
    queryKey: ['admin', 'calls'],
    queryFn: ({ signal }) =>
      api.get('/api/admin/calls', { schema: z.array(liveCallSchema), signal }),
    refetchInterval: 5_000,
  });
}

/** Calls that are over, the newest first, page by page. */
export function useFinishedCalls() {
  return useInfiniteQuery({
    queryKey: ['admin', 'finishedCalls'],
    queryFn: ({ pageParam, signal }) => {
      const wanted = new URLSearchParams({ limit: '50', ...(pageParam && { before: pageParam }) });
      return api.get(`/api/admin/calls/finished?${wanted.toString()}`, {
        schema: finishedCallsPageSchema,
        signal,
      });
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    // Whoever reads on must not lose the place.
    refetchInterval: ({ state: { data } }) => (data && data.pages.length > 1 ? false : 10_000),
  });
}

/** What the server says of its own health, looked at anew every 30 s while shown. */
export function useHealth() {
  return useQuery({
    queryKey: ['admin', 'health'],
    queryFn: ({ signal }) => api.get('/api/admin/health', { schema: healthSchema, signal }),
    refetchInterval: 30_000,
  });
}

/** Organisations of the server, for operators. */
export function useOrganisations() {
  return useQuery({
    queryKey: ['admin', 'organisations'],
    queryFn: ({ signal }) =>
      api.get('/api/admin/organisations', { schema: z.array(organisationSchema), signal }),
  });
}
