'use client';

import { useEffect } from 'react';

import {
  useCallClient,
  useCalls,
  useElsewhere,
  useRinging,
  useStoppedRinging,
} from '@/lib/web/hooks/calls';
import { usePreferences } from '@/lib/web/hooks/page';
import { useCallAnnouncements } from './announcements';
import { CallScreen } from './call-screen';
import { ElsewhereNotice } from './elsewhere-notice';
import { useMeetingNames } from './meeting-names';
import { useGuestNames, useGuestsWhoRing } from './guest-names';
import { useTellOutcome } from './intents';
import { useKeptCalls } from './kept';
import { useCallKeys } from './keys';
import { Rings } from './rings';
import { nameOf, sceneOf } from './scene';
import { useRingSignals } from './ring-signals';
import { StoppedNotice } from './stopped-notice';
import { useTabTitle } from './tab-title';
import { useTicketLink } from './ticket-store';

/** Everything of calls that may be on the screen. */
export function CallOverlay() {
  const client = useCallClient();
  const calls = useMeetingNames(useGuestNames(useCalls()));
  const link = useTicketLink();
  // The page that a link opened asks by itself whether to join that call.
  const ringing = useGuestsWhoRing(useRinging()).filter(
    ({ invitation }) => invitation !== link?.ticket.invitation,
  );
  const stopped = useStoppedRinging();
  const elsewhere = useElsewhere();
  const [{ keys }] = usePreferences();
  const tell = useTellOutcome();
  const keptOf = useKeptCalls();
  const { shown, held, outdated } = sceneOf(calls);
  const [first] = ringing;

  useTabTitle(shown, first);
  useRingSignals(first);
  useCallAnnouncements({ shown, ringing });
  useCallKeys(keys, {
    ...(first && {
      Escape: () => void tell(client.decline(first.invitation), nameOf(first.from)),
    }),
    ...(!first && shown?.phase.phase === 'ended' && { Escape: () => client.dismiss(shown.key) }),
  });
  const outdatedKeys = outdated.map((call) => call.key).join(' ');
  useEffect(() => {
    for (const key of outdatedKeys.split(' ').filter(Boolean)) client.dismiss(key);
  }, [client, outdatedKeys]);

  const inCall = shown !== null && shown.phase.phase !== 'ended';
  return (
    <>
      {elsewhere && !shown && <ElsewhereNotice peer={elsewhere.peer} />}
      {shown && <CallScreen key={shown.key} call={shown} held={held} kept={keptOf(shown.key)} />}
      <Rings ringing={ringing} inCall={inCall} />
      {stopped && <StoppedNotice stopped={stopped} />}
    </>
  );
}
