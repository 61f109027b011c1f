import type { FinishedCall } from '@/lib/platform/admin';
import type { LegRecord } from '@/lib/platform/leg-record';

/** How good a call was, as colour and word tell it. */
export type CallVerdict = 'good' | 'poor' | 'lost' | 'never' | 'unknown';

/** From which share (per cent) of sound that was filled in, or lost, people complain. */
const poorShare = 5;

/** From which round trip (ms) people talk over each other (ITU-T G.114: 400 ms one way at most). */
const poorRoundTrip = 600;

/** How good a call was: as its worst leg. */
export function verdictOf({ records }: Pick<FinishedCall, 'records'>): CallVerdict {
  const verdicts = records.map(({ record }) => verdictOfLeg(record));
  const worst = (['lost', 'never', 'poor', 'good'] as const).find((one) => verdicts.includes(one));
  return worst ?? 'unknown';
}

function verdictOfLeg(record: LegRecord): CallVerdict {
  if (record.connected_after_ms === null) return 'never';
  if (record.end === 'no_path') return 'lost';
  const shares = [record.loss_in, record.loss_out, record.concealed];
  const poor = shares.some((share) => share !== null && share >= poorShare);
  return poor || (record.round_trip_ms?.median ?? 0) >= poorRoundTrip ? 'poor' : 'good';
}

/** The tone of a verdict; what nobody recorded is neither good nor bad. */
export const verdictTones = {
  good: 'good',
  poor: 'warning',
  lost: 'bad',
  never: 'bad',
  unknown: 'plain',
} as const satisfies Readonly<Record<CallVerdict, string>>;
