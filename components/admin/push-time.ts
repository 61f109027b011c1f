import { useFormatter } from 'use-intl';

/** Writes how long something took (ms), and when something was (ISO 8601). */
export function usePushTimes() {
  const format = useFormatter();
  return {
    span: (ms: number): string => {
      const inSeconds = ms >= 1_000;
      return format.number(inSeconds ? ms / 1_000 : ms, {
        style: 'unit',
        unit: inSeconds ? 'second' : 'millisecond',
        unitDisplay: 'short',
        maximumFractionDigits: inSeconds ? 1 : 0,
      });
    },
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
