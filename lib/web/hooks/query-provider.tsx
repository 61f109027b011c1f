import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { problemOf } from '../api';
import { getRuntime } from '../runtime';
import { isSessionOver, noteSignedOut } from '../session';
import { useStore } from './store';

/** Holds the server's state for the pages within, and starts the runtime once they live. */
export function QueryProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [client] = useState(createQueryClient);
  useEffect(() => {
    getRuntime().start();
  }, []);
  useKeptLists(client);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/** What the lists show outlives the page, for whoever is signed in; the code for it comes after them. */
function useKeptLists(client: QueryClient): void {
  const session = useStore(getRuntime().session);
  const account = session.status === 'signed-in' ? session.me.id : null;
  useEffect(() => {
    if (account === null) return;
    let end: (() => void) | null = null;
    let left = false;
    void import('./kept-lists').then(
      ({ keepLists }) => {
        if (!left) end = keepLists(client, account);
      },
      () => undefined,
    );
    return () => {
      left = true;
      end?.();
    };
  }, [client, account]);
}

function createQueryClient(): QueryClient {
  const onError = (error: unknown): void => {
    if (isSessionOver(error)) noteSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // A refusal is the server's word; only silence is asked again.
        retry: (failures, error) => problemOf(error).kind === 'network' && failures < 3,
      },
      mutations: { retry: false },
    },
  });
}
