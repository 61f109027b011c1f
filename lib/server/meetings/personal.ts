import { addressOf, personalMeetingOf } from '@/lib/platform/address';
import { numberForMeeting } from '@/lib/server/accounts/short-numbers';
import type { KnownAccount } from '@/lib/server/authority';
import type { Context, Tx } from '@/lib/server/context';
import { forUpdate, inTransaction } from '@/lib/server/store/transaction';

/**
 * Sees to it that an account has its personal meeting, at an address of its own: that of `alice@example.com` is
 * `alice.meeting@example.com`. Such an address is guessed easily, so whoever comes waits for its owner.
 */
export async function havePersonalMeeting(context: Context, account: KnownAccount): Promise<void> {
  if (await hasOne(context.db, account.id)) return;
  await inTransaction(context, async (tx) => {
    // Two lists that are asked for at once make one meeting.
    const row = tx.selectFrom('account').select('id').where('id', '=', account.id);
    await forUpdate(row, context.dialect).execute();
    if (!(await hasOne(tx, account.id))) await makeOne(context, tx, account);
  });
}

async function hasOne(db: Tx | Context['db'], account: number): Promise<boolean> {
  const found = await db
    .selectFrom('meeting')
    .select('id')
    .where('owner_account_id', '=', account)
    .where('personal', '=', 1)
    .executeTakeFirst();
  return found !== undefined;
}

async function makeOne(
  { random, clock, settings }: Context,
  tx: Tx,
  account: KnownAccount,
): Promise<void> {
  const id = random.id();
  const sipkey = await numberForMeeting(tx, random);
  const wished = personalMeetingOf(addressOf(account.address, settings.domain));
  const taken = await tx
    .selectFrom('address')
    .select('address')
    .where('address', '=', wished)
    .executeTakeFirst();
  await tx
    .insertInto('meeting')
    .values({
      id,
      owner_account_id: account.id,
      name: account.displayName,
      pin: null,
      guest_pin: null,
      personal: 1,
      waiting_room: 1,
      guests: 0,
      created_at: clock.now(),
    })
    .execute();
  const address = taken === undefined ? wished : addressOf(sipkey, settings.domain);
  await tx
    .insertInto('address')
    .values({ address, sipkey, account_id: null, meeting_id: id })
    .execute();
}
