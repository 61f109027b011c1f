import { keepPreviousData, useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { personSchema } from '@/lib/platform/own';
import { api } from '../api';

const peopleSchema = z.array(personSchema);

/** People of one's organisation by name, address or short number; an empty query lists the first. */
export function usePeople(query: string, limit = 20) {
  const text = query.trim();
  return useQuery({
    queryKey: ['people', text, limit],
    queryFn: ({ signal }) =>
      api.get(
        `/api/my/people?${new URLSearchParams({ query: text, limit: `${limit}` }).toString()}`,
        {
          schema: peopleSchema,
          signal,
        },
      ),
    placeholderData: keepPreviousData,
  });
}
