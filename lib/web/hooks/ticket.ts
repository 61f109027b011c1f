import { useEffect, useState } from 'react';
import type { Ticket, TicketState } from '../call/view';
import { getRuntime } from '../runtime';

/** How often a page that was opened by a ticket asks whether it still rings, ms. */
const askEveryMs = 2000;

/**
 * Where the invitation of a ticket is, followed while it rings; null until the first answer. The caller
 * is shown "answering" meanwhile (platform-api.md section 3, Ringing).
 */
export function useTicketState(ticket: Ticket | null): TicketState | null {
  const [state, setState] = useState<TicketState | null>(null);
  useEffect(() => {
    if (ticket === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const ask = async (): Promise<void> => {
      const answer = await getRuntime().calls.openTicket(ticket);
      if (left) return;
      setState(answer);
      if (answer.state !== 'over') timer = setTimeout(() => void ask(), askEveryMs);
    };
    void ask();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [ticket]);
  return state;
}
