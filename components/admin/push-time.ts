import { useFormatter } from 'use-intl';

import { useSpan } from '@/components/ui/span';

/** Writes how long something took (ms), and when something was (ISO 8601). */
export function usePushTimes() {
  const format = useFormatter();
  const span = useSpan();
  return {
    span,
    moment: (iso: string): string =>
      format.dateTime(new Date(iso), { dateStyle: 'medium', timeStyle: 'medium' }),
    short: (iso: string): string =>
      format.dateTime(new Date(iso), {
        month: 'short',
        day: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
        second: '2-digit',
      }),
  };
}
