'use client';

import { isLinkKept, onGoingOn } from '@/components/links/kept-link';
import { readTicket, ticketLink } from './ticket-store';

// As soon as this code runs, before anything else could see it: the ticket leaves the address bar and
// the history (spec/ios-shim.md). Other pages have fragments of their own.
if (typeof window !== 'undefined') {
  takeTicket();
  window.addEventListener('hashchange', takeTicket);
  onGoingOn(takeTicket);
}

function takeTicket(): void {
  if (isLinkKept() || !/\/call\/?$/.test(window.location.pathname)) return;
  const parts = new URLSearchParams(window.location.hash.slice(1));
  if (parts.has('ticket')) {
    window.history.replaceState(window.history.state, '', window.location.pathname);
  }
  const given = readTicket(parts);
  if (given || ticketLink.get() === undefined) ticketLink.set(given);
}

/**
 * The router, once it stands, writes the address that the page was opened with over ours: the ticket
 * leaves again. Without a state of its own the router takes the address over.
 */
export function clearTicketFromAddress(): void {
  if (isLinkKept() || !new URLSearchParams(window.location.hash.slice(1)).has('ticket')) return;
  window.history.replaceState(null, '', window.location.pathname);
}
