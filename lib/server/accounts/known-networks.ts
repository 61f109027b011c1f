import type { Context } from '@/lib/server/context';

/** Whether an account signed in from a network before (platform-api.md 2, failures). */
export async function isKnownNetwork(
  context: Context,
  accountId: number,
  network: string,
): Promise<boolean> {
  const row = await context.db
    .selectFrom('known_network')
    .select('network')
    .where('account_id', '=', accountId)
    .where('network', '=', network)
    .executeTakeFirst();
  return row !== undefined;
}

/** How long (ms) an account keeps a network that it no longer signs in from: 180 days. */
const networkMemory = 180 * 86_400_000;

/** Remembers that an account signed in from a network, and that it did so just now. */
export async function rememberNetwork(
  context: Context,
  accountId: number,
  network: string,
): Promise<void> {
  const now = context.clock.now();
  await context.db
    .insertInto('known_network')
    .values({ account_id: accountId, network, last_seen_at: now })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'network']).doUpdateSet({ last_seen_at: now }),
    )
    .execute();
  await context.db
    .deleteFrom('known_network')
    .where('account_id', '=', accountId)
    .where('last_seen_at', '<', now - networkMemory)
    .execute();
}
