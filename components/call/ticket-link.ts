'use client';

import { useStore } from '@/lib/web/hooks/store';
import { createStore } from '@/lib/web/store';
import type { Ticket } from '@/lib/web/call/view';

/** What the link that opened this page asks for: a place in one call, or its rejection. */
export interface TicketLink {
  readonly ticket: Ticket;
  readonly action: 'answer' | 'reject';
}

/** Undefined while the page is exported; null: no link, or an incomplete one. */
const link = createStore<TicketLink | null | undefined>(undefined);

// As soon as this code runs, before anything else could see it: the ticket leaves the address bar and
// the history (spec/ios-shim.md).
if (typeof window !== 'undefined') {
  takeTicket();
  window.addEventListener('hashchange', takeTicket);
}

/** The ticket by which this page was opened. */
export function useTicketLink(): TicketLink | null | undefined {
  return useStore(link);
}

/** Forgets the ticket: it was used, or is no longer good. */
export function dropTicket(): void {
  link.set(null);
}

function takeTicket(): void {
  const parts = new URLSearchParams(window.location.hash.slice(1));
  if (parts.size > 0) {
    window.history.replaceState(window.history.state, '', window.location.pathname);
  }
  const given = readTicket(parts);
  if (given || link.get() === undefined) link.set(given);
}

/** Reads `#invitation=…&ticket=…&address=…&action=answer|reject`. */
export function readTicket(parts: URLSearchParams): TicketLink | null {
  const invitation = parts.get('invitation');
  const ticket = parts.get('ticket');
  if (!invitation || !ticket) return null;
  return {
    ticket: { invitation, ticket, address: parts.get('address') },
    action: parts.get('action') === 'reject' ? 'reject' : 'answer',
  };
}
