'use client';

import { useHistory } from '@/lib/web/hooks/history';

/** How many missed calls nobody has looked at yet, on any device. */
export function useUnseenCalls(): number {
  return useHistory().data?.pages[0]?.unseen ?? 0;
}
