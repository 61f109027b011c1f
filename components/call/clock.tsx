'use client';

import { useFormatter } from 'use-intl';

const minute = 60;
const hour = 60 * minute;

/** A length of time as a clock shows it: 4:05, 1:04:05. `seconds` is whole. */
export function Clock({ seconds, label }: { readonly seconds: number; readonly label?: string }) {
  const format = useFormatter();
  const hours = Math.floor(seconds / hour);
  const minutes = Math.floor((seconds % hour) / minute);
  const two = (value: number) => format.number(value, { minimumIntegerDigits: 2 });
  const parts = [
    ...(hours > 0 ? [format.number(hours, { useGrouping: false })] : []),
    hours > 0 ? two(minutes) : format.number(minutes),
    two(seconds % minute),
  ];
  return (
    <time
      dateTime={`PT${hours}H${minutes}M${seconds % minute}S`}
      {...(label && { role: 'timer', 'aria-live': 'off', 'aria-label': label })}
    >
      {parts.join(':')}
    </time>
  );
}
