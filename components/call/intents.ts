'use client';

import { useTranslations } from 'use-intl';

import type { CallProblem, IntentOutcome } from '@/lib/web/call/view';
import { notify } from '@/components/ui/notices';
import { endingKind } from './ending';

/** The words for an intent that did not lead to a call. */
export function useProblemWords(): (problem: CallProblem, name: string) => string {
  const t = useTranslations('call');
  return (problem, name) => {
    if (problem.kind === 'screen_taken' && problem.by !== '') {
      return t('problem.screenOfOther', { name: problem.by });
    }
    if (problem.kind !== 'refused') return t(`problem.${problem.kind}`);
    if (problem.because !== undefined) return t(`problem.${problem.because}`, { name });
    const ending = { reason: problem.reason, by: 'server', durationMs: null } as const;
    const kind = endingKind(ending, 'incoming', 'gateway');
    return t('problem.refused', {
      what: t(`ended.reason.${kind}.title`, { name }),
      next: t(`ended.reason.${kind}.next`, { name }),
    });
  };
}

/** Tells the person why somebody is not rung into a call that goes on; true if they are. */
export function useTellInvitation(): (
  outcome: Promise<IntentOutcome>,
  name: string,
) => Promise<boolean> {
  const words = useProblemWords();
  const t = useTranslations('call.people.noMore');
  return async (outcome, name) => {
    const result = await outcome;
    if (result.ok) return true;
    const { problem } = result;
    const { reason = null, because } = problem.kind === 'refused' ? problem : {};
    if (because === 'no_key') {
      notify({ tone: 'bad', text: t('noKey') });
      return false;
    }
    const isFull = reason === 'unavailable' || reason === 'full';
    notify({ tone: 'bad', text: isFull ? t(reason) : words(problem, name) });
    return false;
  };
}

/** Tells the person when an intent led nowhere; true if it did lead somewhere. */
export function useTellOutcome(): (
  outcome: Promise<IntentOutcome>,
  name: string,
) => Promise<boolean> {
  const words = useProblemWords();
  return async (outcome, name) => {
    const result = await outcome;
    if (!result.ok) notify({ tone: 'bad', text: words(result.problem, name) });
    return result.ok;
  };
}
