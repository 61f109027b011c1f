'use client';

import { useCallClient } from '@/lib/web/hooks/calls';
import { useCanShareScreen } from '@/lib/web/hooks/page';
import type { CallView } from '@/lib/web/call/view';
import { useTellOutcome } from './intents';

/** Whether I share my screen in this call, and how to change it; `change` is null where a screen cannot be shared. */
export function useSharing(call: CallView): {
  readonly on: boolean;
  readonly change: (() => void) | null;
} {
  const client = useCallClient();
  const can = useCanShareScreen();
  const tell = useTellOutcome();
  const on = call.own.screen !== null;
  if (!can || call.held) return { on, change: null };
  const change = () => {
    if (on) client.stopSharing(call.key);
    else void tell(client.share(call.key), '');
  };
  return { on, change };
}
