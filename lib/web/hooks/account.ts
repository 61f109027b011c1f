import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import {
  blockedEntrySchema,
  profileSchema,
  sessionEntrySchema,
  type Profile,
} from '@/lib/platform/own';
import { api } from '../api';
import { noteMe } from '../session';

const profileKey = ['profile'];
const blockedKey = ['blocked'];
const sessionsKey = ['sessions'];

/** What the person set for the account. */
export function useProfile() {
  return useQuery({
    queryKey: profileKey,
    queryFn: ({ signal }) => api.get('/api/my/profile', { schema: profileSchema, signal }),
  });
}

/** Changes a part of the profile; the new value shows at once and goes back if refused. */
export function useChangeProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<Profile>) =>
      api.patch('/api/my/profile', { body: change, schema: z.unknown() }),
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey: profileKey });
      const before = queries.getQueryData<Profile>(profileKey);
      if (before) queries.setQueryData<Profile>(profileKey, { ...before, ...change });
      return { before };
    },
    onError: (_error, _change, context) => {
      if (context?.before) queries.setQueryData(profileKey, context.before);
    },
    onSuccess: (_result, change) => {
      noteMe({
        ...(change.displayName !== undefined && { display_name: change.displayName }),
        ...(change.language !== undefined && { language: change.language }),
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: profileKey }),
  });
}

/** Addresses that may not call me. */
export function useBlocked() {
  return useQuery({
    queryKey: blockedKey,
    queryFn: ({ signal }) =>
      api.get('/api/my/blocked', { schema: z.array(blockedEntrySchema), signal }),
  });
}

/** Blocks an address. */
export function useBlock() {
  return useBlockedChange((address) =>
    api.put(`/api/my/blocked/${encodeURIComponent(address)}`, { schema: z.unknown() }),
  );
}

/** Lets an address call again. */
export function useUnblock() {
  return useBlockedChange((address) =>
    api.delete(`/api/my/blocked/${encodeURIComponent(address)}`, { schema: z.unknown() }),
  );
}

function useBlockedChange(change: (address: string) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: blockedKey }),
  });
}

/** Where the account is signed in. */
export function useSessions() {
  return useQuery({
    queryKey: sessionsKey,
    queryFn: ({ signal }) =>
      api.get('/api/my/sessions', { schema: z.array(sessionEntrySchema), signal }),
  });
}

/** Signs another session out, by its id. */
export function useRevokeSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      api.delete(`/api/my/sessions/${encodeURIComponent(id)}`, { schema: z.unknown() }),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsKey }),
  });
}

/** Changes the password; every other session ends. A wrong `current` is refused as `forbidden`. */
export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (passwords: { readonly current: string; readonly new: string }) =>
      api.post('/api/my/password', { body: passwords, schema: z.unknown() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsKey }),
  });
}
