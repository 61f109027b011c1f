import {
  keepPreviousData,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import * as z from 'zod/mini';
import { personSchema, type Person } from '@/lib/platform/own';
import { api, problemOf } from '../api';

const key = 'people';
const peopleSchema = z.array(personSchema);

/**
 * People of one's organisation by name, address or short number; an empty query lists the first. Without
 * the server they are found among those that were listed before.
 */
export function usePeople(query: string, limit = 20) {
  const text = query.trim();
  const queries = useQueryClient();
  return useQuery({
    queryKey: [key, text, limit],
    // A browser that says that it is offline still asks: what was listed before can answer.
    networkMode: 'offlineFirst',
    queryFn: async ({ signal }) => {
      const search = new URLSearchParams({ query: text, limit: `${limit}` });
      try {
        return await api.get(`/api/my/people?${search.toString()}`, {
          schema: peopleSchema,
          signal,
        });
      } catch (error) {
        const known = problemOf(error).kind === 'network' ? listedBefore(queries) : [];
        if (known.length === 0) throw error;
        return matching(known, text).slice(0, limit);
      }
    },
    placeholderData: keepPreviousData,
  });
}

/** The longest list of people that this page has or recalled. */
function listedBefore(queries: QueryClient): readonly Person[] {
  const lists = queries.getQueriesData<readonly Person[]>({ queryKey: [key, ''] });
  return lists.reduce<readonly Person[]>(
    (longest, [, people]) => (people && people.length > longest.length ? people : longest),
    [],
  );
}

/** Who has the text in name, address or short number. */
export function matching(people: readonly Person[], text: string): Person[] {
  const wanted = text.toLocaleLowerCase();
  return people.filter(({ display_name, address, sipkey }) =>
    [display_name, address, sipkey].some((name) => name.toLocaleLowerCase().includes(wanted)),
  );
}
