import type { Tx } from '@/lib/server/context';
import type { Random } from '@/lib/server/random';

/** Short numbers of accounts begin here: the account's id is added (platform-api.md, section 1). */
const firstOfAccounts = 10_000;

/** Tries before giving up; the numbers are far from used up. */
const attempts = 50;

/** Whether a short number is given to nobody yet, neither account nor meeting. */
export async function isFree(tx: Tx, sipkey: string): Promise<boolean> {
  const taken = await tx
    .selectFrom('address')
    .select('sipkey')
    .where('sipkey', '=', sipkey)
    .executeTakeFirst();
  return taken === undefined;
}

/** A short number for an account: 10000 and its id, else one nearby that is free. */
export async function numberForAccount(tx: Tx, random: Random, accountId: number): Promise<string> {
  const usual = String(firstOfAccounts + accountId);
  return (await isFree(tx, usual)) ? usual : numberBetween(tx, random, 20_000, 99_999);
}

/** A short number for a meeting: seven digits that tell nothing of others. */
export function numberForMeeting(tx: Tx, random: Random): Promise<string> {
  return numberBetween(tx, random, 2_000_000, 9_999_999);
}

async function numberBetween(tx: Tx, random: Random, low: number, high: number): Promise<string> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const sipkey = String(random.between(low, high));
    if (await isFree(tx, sipkey)) return sipkey;
  }
  throw new Error(`No short number from ${low} to ${high} was free.`);
}
