import {
  dehydrate,
  hydrate,
  type DehydratedState,
  type Query,
  type QueryClient,
} from '@tanstack/react-query';
import * as z from 'zod/mini';
import { readKept, writeKept } from '../offline/database';
import { listsPiece } from '../offline/pieces';
import { getRuntime } from '../runtime';

/** What the lists that make sense without a network are called: the first part of their query's key. */
const lists: ReadonlySet<unknown> = new Set([
  'calls',
  'people',
  'meetings',
  'devices',
  'profile',
  'blocked',
  'sessions',
]);

/** How old (ms) what is kept may be; nobody wants to see who called last year. */
const longest = 30 * 24 * 3_600_000;

/** How long (ms) changes are gathered before they are written. */
const gathering = 1_000;

/** What is read back has the form in which `dehydrate` wrote it, as far as this page relies on it. */
const dehydratedSchema = z.custom<Partial<DehydratedState>>(
  (kept) => formSchema.safeParse(kept).success,
);

const formSchema = z.object({
  queries: z.array(
    z.object({
      queryHash: z.string(),
      queryKey: z.array(z.unknown()),
      state: z.object({ data: z.unknown(), dataUpdatedAt: z.number(), status: z.string() }),
    }),
  ),
});

/**
 * Shows what the lists showed last time until the server has answered, and keeps what it answers. Ends with
 * the returned function; for one account (its id).
 */
export function keepLists(client: QueryClient, account: number): () => void {
  let ended = false;
  let recalled = false;
  let kept: Partial<DehydratedState> | null = null;
  let writing: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(writing);
    writing = undefined;
    void writeKept(listsPiece, { account, written: Date.now(), text: textOf(client) });
  };
  const writeSoon = (): void => {
    // What was kept is not to be lost to a page that has not read it yet.
    if (recalled && !ended) writing ??= setTimeout(write, gathering);
  };
  // What is on its way to be written is not to be lost with the page.
  const writeNow = (): void => {
    if (document.visibilityState === 'hidden' && writing !== undefined) write();
  };
  const show = (): void => {
    // Some lists may have come before this code did: what is newer stays.
    if (kept !== null && !ended) hydrate(client, kept);
  };
  void recall(account)
    // What cannot be read is written anew.
    .catch(() => null)
    .then((found) => {
      kept = found;
      recalled = true;
      show();
      writeSoon();
    });
  const stopWatching = client.getQueryCache().subscribe(({ type, query }) => {
    if (type !== 'updated' || !isKept(query)) return;
    // A list that is left while it is asked for goes back to what it was when asking began: to nothing, maybe.
    if (query.state.data === undefined && query.state.fetchStatus === 'idle') show();
    writeSoon();
  });
  document.addEventListener('visibilitychange', writeNow);
  const stopReturning = refreshOnReturn(client);
  return () => {
    ended = true;
    clearTimeout(writing);
    document.removeEventListener('visibilitychange', writeNow);
    stopWatching();
    stopReturning();
  };
}

/** What was kept for an account; null where there is nothing, or it is too old. */
async function recall(account: number): Promise<Partial<DehydratedState> | null> {
  const kept = await readKept(listsPiece);
  if (kept === null || kept.account !== account || Date.now() - kept.written > longest) return null;
  const parsed = z.safeParse(dehydratedSchema, JSON.parse(kept.text));
  return parsed.success ? parsed.data : null;
}

function textOf(client: QueryClient): string {
  const { queries, ...rest } = dehydrate(client, {
    shouldDehydrateQuery: (query) => query.state.data !== undefined && isKept(query),
    shouldDehydrateMutation: () => false,
    serializeData: firstPageOf,
  });
  return JSON.stringify({ ...rest, queries: queries.map(asItCame) });
}

/** A list as the server last gave it: that asking anew failed, as it does without a network, is not kept. */
function asItCame<Q extends DehydratedState['queries'][number]>(query: Q): Q {
  const failure = { error: null, fetchFailureCount: 0, fetchFailureReason: null };
  return { ...query, state: { ...query.state, ...failure, status: 'success' } };
}

/** Of people the list, not what somebody once searched for. */
function isKept({ queryKey: [name, text] }: Pick<Query, 'queryKey'>): boolean {
  return lists.has(name) && (name !== 'people' || text === '');
}

const pagedSchema = z.object({ pages: z.array(z.unknown()), pageParams: z.array(z.unknown()) });

/** Of a list that goes on page by page the newest one. */
function firstPageOf(data: unknown): unknown {
  const paged = z.safeParse(pagedSchema, data);
  if (!paged.success) return data;
  const { pages, pageParams } = paged.data;
  return { pages: pages.slice(0, 1), pageParams: pageParams.slice(0, 1) };
}

/** When the server is there again, everything is asked anew. */
function refreshOnReturn(client: QueryClient): () => void {
  const { connection } = getRuntime();
  let away = connection.get() === 'offline';
  return connection.subscribe(() => {
    const now = connection.get();
    if (now === 'offline') away = true;
    if (now !== 'online' || !away) return;
    away = false;
    void client.invalidateQueries();
  });
}
