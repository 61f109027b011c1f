'use client';

import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslations } from 'use-intl';

import { notify } from '@/components/ui/notices';
import { useCallClient } from '@/lib/web/hooks/calls';
import type { CallView } from '@/lib/web/call/view';
import { nameOf } from './scene';

/** Tells of what passes in a meeting, with what can be done about it: a raised hand, leave to speak again. */
export function useMeetingNotices(call: CallView, onPeople: () => void): void {
  const t = useTranslations('call');
  const client = useCallClient();
  const before = useRef(call);
  const tell = useEffectEvent((last: CallView) => {
    const raised = new Map(last.remotes.map(({ uuid, handSince }) => [uuid, handSince]));
    for (const remote of call.remotes) {
      const isNew = remote.handSince !== null && raised.get(remote.uuid) === null;
      if (!isNew) continue;
      const action = { label: t('meeting.show'), run: onPeople };
      const text = t('stage.raisedHand', { name: nameOf(remote) });
      notify({ tone: 'information', text, action });
    }
    if (!last.meeting.mutedByHost || call.meeting.mutedByHost || call.own.microphone.on) return;
    const action = {
      label: t('meeting.unmute'),
      run: () => client.setMicrophone(call.key, true),
    };
    notify({ tone: 'good', text: t('meeting.maySpeak'), action });
  });
  useEffect(() => {
    if (before.current.phase.phase === call.phase.phase) tell(before.current);
    before.current = call;
  }, [call]);
}
