'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

import { writePlace } from '@/components/navigation/place';
import { useCalls } from '@/lib/web/hooks/calls';
import { JoinCall } from './join-call';
import { clearTicketFromAddress } from './ticket-link';
import { dropTicket, useTicketLink } from './ticket-store';

/**
 * Where a link to a call leads: asks before it joins. Without a ticket the call layer shows the present
 * call over this page; without that it leads home, to the meeting that the link names.
 */
export function JoinPage() {
  const link = useTicketLink();
  const calls = useCalls();
  const router = useRouter();
  const inCall = calls.length > 0;
  const leadsHome = link === null && !inCall;
  // The router's own effect, which takes addresses over, comes after ours.
  useEffect(() => queueMicrotask(clearTicketFromAddress), []);
  useEffect(() => {
    if (leadsHome) router.replace(homeOf(window.location.hash));
  }, [leadsHome, router]);
  if (!link) return null;
  return <JoinCall key={link.ticket.invitation} link={link} onDone={dropTicket} />;
}

/** `#to=<address>`, a meeting's link, names the place at home where one joins it. */
function homeOf(hash: string): string {
  const to = new URLSearchParams(hash.slice(1)).get('to');
  return to ? `/#${writePlace({ list: 'meetings', address: to })}` : '/';
}
