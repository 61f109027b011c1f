'use client';

import { useStore } from '@/lib/web/hooks/store';
import { createStore } from '@/lib/web/store';
import type { NativeAnswer, Ticket } from '@/lib/web/call/view';
import type { NativeStep } from '@/lib/web/shim/native-answers';

/** What the link that opened this page asks for: a place in one call, or its rejection. */
export interface TicketLink {
  readonly ticket: Ticket;
  readonly action: 'answer' | 'reject';
  /** The person answered it in the system's own screen: who calls is known. */
  readonly native?: Pick<NativeAnswer, 'from' | 'callType'> & { readonly step: NativeStep };
}

/** Undefined while the page is exported; null: no link, or an incomplete one. */
export const ticketLink = createStore<TicketLink | null | undefined>(undefined);

/** The ticket by which this page was opened. */
export function useTicketLink(): TicketLink | null | undefined {
  return useStore(ticketLink);
}

/** Forgets the ticket: it was used. */
export function dropTicket(): void {
  ticketLink.set(null);
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
