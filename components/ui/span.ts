import { useFormatter } from 'use-intl';

type Formatter = ReturnType<typeof useFormatter>;

/** Writes how long something took (ms): in milliseconds where seconds would round it to nothing. */
export function writeSpan(format: Pick<Formatter, 'number'>, ms: number): string {
  const inSeconds = ms >= 1_000;
  return format.number(inSeconds ? ms / 1_000 : ms, {
    style: 'unit',
    unit: inSeconds ? 'second' : 'millisecond',
    unitDisplay: 'short',
    maximumFractionDigits: inSeconds ? 1 : 0,
  });
}

/** {@link writeSpan} in the language of the page. */
export function useSpan(): (ms: number) => string {
  const format = useFormatter();
  return (ms) => writeSpan(format, ms);
}
