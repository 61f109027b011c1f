import type { Tx } from '@/lib/server/context';
import type { Row } from '@/lib/server/store/schema';

/** The other half of a phone's app: the page that it shows, and the app that shows it. */
const otherHalf = {
  web: ['ios', 'android'],
  ios: ['web'],
  android: ['web'],
  outside: [],
} as const satisfies Record<Row<'device'>['kind'], readonly Row<'device'>['kind'][]>;

type NewPart = Pick<Row<'device'>, 'id' | 'account_id' | 'kind' | 'session_id'>;

/**
 * An app and a page that register by one browser session share its storage, so they are on one phone: a part
 * that registers for the first time becomes one physical device with the other, and a call shows once there
 * (call-rules.md, The model and 9). Only the first time: what its person separated stays separated. Answers
 * the physical device that the part is of.
 */
export async function joinSamePhone(tx: Tx, part: NewPart): Promise<string> {
  const kinds = otherHalf[part.kind];
  if (part.session_id === null || kinds.length === 0) return part.id;
  const other = await tx
    .selectFrom('device')
    .select(['physical_id', 'ring'])
    .where('account_id', '=', part.account_id)
    .where('session_id', '=', part.session_id)
    .where('kind', 'in', kinds)
    .orderBy('last_seen_at', 'desc')
    .executeTakeFirst();
  if (other === undefined) return part.id;
  await tx.updateTable('device').set(other).where('id', '=', part.id).execute();
  return other.physical_id;
}
