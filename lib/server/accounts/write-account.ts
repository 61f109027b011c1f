import { addressOf, localPart, normaliseAccount } from '@/lib/platform/address';
import type { Role } from '@/lib/platform/own';
import type { Context, Tx } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { searchName } from './search-name';
import { isFree, numberForAccount } from './short-numbers';

/** An account to be. */
export interface NewAccount {
  readonly organisation: number;
  readonly account: string;
  readonly displayName: string;
  readonly role: Role;
  /** argon2id; null: set by an invitation link. */
  readonly passwordHash: string | null;
  /** A short number that somebody chose; absent: the next one. */
  readonly sipkey?: string | undefined;
}

/**
 * Writes an account with its address and short number, all three unique on the server; answers its
 * id. Refuses with `bad_request` what is taken.
 */
export async function writeAccount(
  context: Pick<Context, 'clock' | 'random' | 'settings'>,
  tx: Tx,
  { organisation, account: given, displayName, role, passwordHash, sipkey }: NewAccount,
): Promise<Outcome<number>> {
  const account = normaliseAccount(given);
  const address = addressOf(account, context.settings.domain);
  if (await isTaken(tx, account, address)) {
    return refused('bad_request', `There is already an account ${account}. Choose another name.`);
  }
  if (sipkey !== undefined && !(await isFree(tx, sipkey))) {
    return refused('bad_request', `The short number ${sipkey} is taken. Choose another one.`);
  }
  const now = context.clock.now();
  const { id } = await tx
    .insertInto('account')
    .values({
      account,
      role,
      organisation_id: organisation,
      local_part: localPart(account),
      display_name: displayName,
      search_name: searchName(displayName),
      password_hash: passwordHash,
      password_changed_at: passwordHash === null ? null : now,
      disabled_at: null,
      language: null,
      busy: 'waiting',
      unknown_callers: 'ring',
      created_at: now,
      last_seen_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const number = sipkey ?? (await numberForAccount(tx, context.random, id));
  await tx
    .insertInto('address')
    .values({ address, sipkey: number, account_id: id, meeting_id: null })
    .execute();
  return done(id);
}

async function isTaken(tx: Tx, account: string, address: string): Promise<boolean> {
  const sameAccount = await tx
    .selectFrom('account')
    .select('id')
    .where('account', '=', account)
    .executeTakeFirst();
  const sameAddress = await tx
    .selectFrom('address')
    .select('address')
    .where('address', '=', address)
    .executeTakeFirst();
  return sameAccount !== undefined || sameAddress !== undefined;
}
