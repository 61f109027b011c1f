'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

import { useCalls } from '@/lib/web/hooks/calls';
import { JoinCall } from './join-call';
import './ticket-link';
import { dropTicket, useTicketLink } from './ticket-store';

/**
 * Where a link to a call leads: asks before it joins. Without a ticket the call layer shows the present
 * call over this page; without that it leads home.
 */
export function JoinPage() {
  const link = useTicketLink();
  const calls = useCalls();
  const router = useRouter();
  const inCall = calls.length > 0;
  const leadsHome = link === null && !inCall;
  useEffect(() => {
    if (leadsHome) router.replace('/');
  }, [leadsHome, router]);
  if (!link) return null;
  return <JoinCall link={link} onDone={dropTicket} />;
}
