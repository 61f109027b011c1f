import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import * as z from 'zod/mini';
import { callsResultPageSchema } from '@/lib/platform/own';
import { api } from '../api';
import { getRuntime } from '../runtime';
import { useStore } from './store';

const key = ['calls'];

/** The account's call history, newest first, page by page; kept fresh by the stream. */
export function useHistory() {
  const queries = useQueryClient();
  const changes = useStore(getRuntime().historyChanges);
  useEffect(() => {
    if (changes > 0) void queries.invalidateQueries({ queryKey: key });
  }, [changes, queries]);
  return useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '50', ...(pageParam && { before: pageParam }) });
      return api.get(`/api/my/calls?${query.toString()}`, {
        schema: callsResultPageSchema,
        signal,
      });
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}

/** Marks missed calls as seen, on all devices. */
export function useMarkCallsSeen() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.post('/api/my/calls/seen', { schema: z.unknown() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}
