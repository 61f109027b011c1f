'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

import { writePlace } from '@/components/navigation/place';
import { useCalls } from '@/lib/web/hooks/calls';
import { useSession } from '@/lib/web/hooks/page';
import { GuestPage } from './guest-page';
import { JoinCall } from './join-call';
import { clearKeyFromAddress, useMeetingOfLink } from './meeting-link';
import { clearTicketFromAddress } from './ticket-link';
import { dropTicket, useTicketLink } from './ticket-store';

/**
 * Where a link to a call leads: asks before it joins. Without a ticket the call layer shows the present
 * call over this page; without that it leads home, to the meeting that the link names. Whoever is not signed in
 * is asked here whether to join that meeting as a guest.
 */
export function JoinPage() {
  const link = useTicketLink();
  const meeting = useMeetingOfLink();
  const session = useSession();
  const calls = useCalls();
  const router = useRouter();
  const mayBeGuest = Boolean(meeting) && session.status !== 'signed-in';
  const leadsHome = link === null && meeting !== undefined && calls.length === 0 && !mayBeGuest;
  // The router's own effect, which takes addresses over, comes after ours.
  useEffect(() => {
    queueMicrotask(() => {
      clearTicketFromAddress();
      clearKeyFromAddress();
    });
  }, []);
  useEffect(() => {
    if (leadsHome) router.replace(homeOf(meeting ?? null));
  }, [leadsHome, meeting, router]);
  if (link) return <JoinCall key={link.ticket.invitation} link={link} onDone={dropTicket} />;
  if (!meeting || session.status !== 'signed-out') return null;
  return <GuestPage key={meeting} address={meeting} />;
}

/** The place at home where one joins the meeting of a link. */
function homeOf(meeting: string | null): string {
  return meeting === null ? '/' : `/#${writePlace({ list: 'meetings', address: meeting })}`;
}
