import { useMemo } from 'react';
import { useTranslations } from 'use-intl';

import { normaliseAccount, personalMeetingOf } from '@/lib/platform/address';
import { useSession } from '@/lib/web/hooks/page';
import type { CallView } from '@/lib/web/call/view';

/** Whether a call is the personal meeting of whoever has this address: on the wire it has its owner's name. */
export function isPersonalMeeting({ kind, peer }: CallView, address: string): boolean {
  return (
    kind === 'conference' &&
    normaliseAccount(peer.address) === normaliseAccount(personalMeetingOf(address))
  );
}

/** Calls in which one's own personal meeting is called so, and not by one's own name. */
export function useMeetingNames(calls: readonly CallView[]): readonly CallView[] {
  const t = useTranslations('call.meeting');
  const session = useSession();
  const address = session.status === 'signed-in' ? session.me.address : null;
  return useMemo(
    () =>
      calls.map((call) =>
        address !== null && isPersonalMeeting(call, address)
          ? { ...call, peer: { ...call.peer, displayName: t('mine') } }
          : call,
      ),
    [calls, address, t],
  );
}
