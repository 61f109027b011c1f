import { addressOf, normaliseAccount } from '@/lib/platform/address';
import type { AccountAuthority, KnownAccount } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { findAddress } from './find-address';

/** One address that an account does not want to be called by; `since` in ISO 8601. */
export interface BlockedEntry {
  readonly address: string;
  readonly since: string;
}

/** More addresses than this one account does not block. */
const mostBlocked = 1000;

/** Whom the account blocked, the latest first. */
export function listBlocked(
  context: Context,
  { account }: AccountAuthority,
): Promise<BlockedEntry[]> {
  return blockedBy(context, account.id);
}

async function blockedBy(context: Context, accountId: number): Promise<BlockedEntry[]> {
  const rows = await context.db
    .selectFrom('blocked')
    .select(['address', 'created_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .orderBy('address')
    .execute();
  return rows.map((row) => ({
    address: row.address,
    since: new Date(row.created_at).toISOString(),
  }));
}

/** Blocks an address, known or not; blocking it again changes nothing. */
export async function block(
  context: Context,
  { account }: AccountAuthority,
  text: string,
): Promise<Outcome<BlockedEntry[]>> {
  const address = await wholeAddress(context, account, text);
  if (address === account.address) return refused('bad_request', 'This is your own address.');
  const { count } = await context.db
    .selectFrom('blocked')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('account_id', '=', account.id)
    .executeTakeFirstOrThrow();
  if (count >= mostBlocked) {
    return refused('too_many', 'The list of blocked addresses is full. Take one off it first.');
  }
  await context.db
    .insertInto('blocked')
    .values({ account_id: account.id, address, created_at: context.clock.now() })
    .onConflict((conflict) => conflict.columns(['account_id', 'address']).doNothing())
    .execute();
  return done(await blockedBy(context, account.id));
}

/** Lets an address call again. */
export async function unblock(
  context: Context,
  { account }: AccountAuthority,
  text: string,
): Promise<void> {
  await context.db
    .deleteFrom('blocked')
    .where('account_id', '=', account.id)
    .where('address', '=', await wholeAddress(context, account, text))
    .execute();
}

/**
 * The address that a text means, a short number included; unknown addresses are blocked as well. A short
 * number of another organisation is unknown: blocking it must not tell whose it is (section 4).
 */
async function wholeAddress(
  context: Context,
  account: KnownAccount,
  text: string,
): Promise<string> {
  const found = await findAddress(context.db, context.settings, text, account);
  if (found?.kind === 'person') return found.account.address;
  return found?.address ?? addressOf(normaliseAccount(text), context.settings.domain);
}
