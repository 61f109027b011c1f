import type * as z from 'zod/mini';
import type { accountInvitationSchema } from '@/lib/platform/admin';
import { invitationHash } from '@/lib/server/accounts/passwords';
import type { BrowserAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { inTransaction } from '@/lib/server/store/transaction';
import { changeable } from './changeable-account';

/** The link for an account's person, and when it ends (Unix seconds). */
export type AccountInvitation = z.infer<typeof accountInvitationSchema>;

/** How long (ms) an invitation link is good: 7 days (platform-api.md, section 6). */
const lifetime = 7 * 86_400_000;

/** Makes a link by which a person sets the account's password, once; the link before it is void. */
export async function inviteAccount(
  context: Context,
  authority: BrowserAuthority,
  id: number,
): Promise<Outcome<AccountInvitation>> {
  const secret = context.random.secret();
  const secret_hash = invitationHash(secret);
  const expires_at = context.clock.now() + lifetime;
  return inTransaction(context, async (tx) => {
    const found = await changeable(tx, authority, id);
    if (!found.ok) return found;
    if (found.value.disabled_at !== null) {
      return refused('bad_request', 'This account is disabled. Enable it first.');
    }
    await tx
      .insertInto('account_invitation')
      .values({ account_id: id, secret_hash, expires_at })
      .onConflict((conflict) =>
        conflict.column('account_id').doUpdateSet({ secret_hash, expires_at }),
      )
      .execute();
    // The secret stands in the fragment: no server and no Referer ever sees it.
    const link = `${context.settings.origin}/invitation#secret=${secret}`;
    return done({ link, expires_at: Math.floor(expires_at / 1000) });
  });
}
