'use client';

import { useTranslations } from 'use-intl';

import type { CallEntry } from '@/lib/platform/own';
import { isMissed } from './recent-groups';

/** What a call in the history was, in a few words: its kind and how long it went on. */
export function useCallWords(): (call: CallEntry) => string {
  const t = useTranslations('home.recents');
  const duration = useDurationWords();
  return (call) => {
    const kind = t(`kind.${kindOf(call)}`);
    if (call.outcome !== 'answered' || !call.answered || !call.ended) return kind;
    const seconds = (Date.parse(call.ended) - Date.parse(call.answered)) / 1000;
    return t('withDuration', { kind, duration: duration(seconds) });
  };
}

/** How long something went on, in words; `seconds` as they are measured. */
export function useDurationWords(): (seconds: number) => string {
  const t = useTranslations('home.duration');
  return (seconds) => {
    const whole = Math.max(0, Math.round(seconds));
    if (whole < 60) return t('seconds', { seconds: whole });
    const minutes = Math.round(whole / 60);
    if (minutes < 60) return t('minutes', { minutes });
    return t('hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  };
}

function kindOf(call: CallEntry) {
  const video = call.call_type === 'video';
  if (call.outcome === 'ringing') return 'ringing';
  if (isMissed(call)) return video ? 'missedVideo' : 'missedAudio';
  if (call.direction === 'incoming') {
    if (call.outcome === 'rejected') return 'declined';
    return video ? 'incomingVideo' : 'incomingAudio';
  }
  switch (call.outcome) {
    case 'missed':
      return 'noAnswer';
    case 'rejected':
      return 'theyDeclined';
    case 'cancelled':
      return 'cancelled';
    case 'busy':
      return 'busy';
    case 'unreachable':
      return 'unreachable';
    case 'failed':
      return 'failed';
    case 'answered':
      return video ? 'outgoingVideo' : 'outgoingAudio';
  }
}
