'use client';

import { useTranslations } from 'use-intl';

import { notify } from '@/components/ui/notices';
import { useCallClient } from '@/lib/web/hooks/calls';
import type { HostAction } from '@/lib/web/call/host';
import type { CallProblem, CallView } from '@/lib/web/call/view';

/** Does what a host asks for; says so where it was refused. */
export function useActAsHost(call: CallView): (action: HostAction) => Promise<void> {
  const t = useTranslations('call.meeting');
  const client = useCallClient();
  return async (action) => {
    const outcome = await client.actAsHost(call.key, action);
    if (!outcome.ok) notify({ tone: 'bad', text: t(`refused.${wordOf(outcome.problem)}`) });
  };
}

function wordOf(problem: CallProblem): 'network' | (typeof said)[number] | 'other' {
  if (problem.kind !== 'refused') return problem.kind === 'network' ? 'network' : 'other';
  return said.find((reason) => reason === problem.reason) ?? 'other';
}

/** The refusals that have words of their own. */
const said = ['forbidden', 'full', 'not_found', 'ended'] as const;
