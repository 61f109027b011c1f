import { createHash } from 'node:crypto';
import type { BrowserAuthority } from '@/lib/server/authority';
import { inStep, type Step } from '@/lib/server/calls/step';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { endAccess } from './end-access';
import { signInAccountById } from './known-account';
import { passwordStands, proofEnded } from './standing';
import { startBrowserSession, type StartedSession, type Whence } from './sessions';
import { verifyPassword } from './verify-password';

/** The old password and the new one. */
export interface PasswordChange {
  readonly current: string;
  readonly new: string;
  readonly network: string;
}

/** Changes one's password; every other session and registration of the account ends (section 2). */
export async function changePassword(
  context: Context,
  authority: BrowserAuthority,
  change: PasswordChange,
): Promise<Outcome<null>> {
  const account = await signInAccountById(context.db, authority.account.id);
  const proof = {
    account,
    name: authority.account.account,
    password: change.current,
    network: change.network,
  };
  const verified = await verifyPassword(context, proof, 'verify');
  if (!verified.ok) {
    return verified.refusal.reason === 'unauthorized'
      ? refused('forbidden', 'The current password is wrong.')
      : verified;
  }
  const hash = await context.passwords.hash(change.new);
  const { id } = authority.account;
  return inStep(context, async (step) => {
    // Of two who change it at once the second one's current password is current no more.
    const stands = await passwordStands(context, step.tx, id, verified.value.passwordHash);
    if (!stands) return proofEnded;
    await setPassword(step, id, hash, authority.session);
    return done(null);
  });
}

/** The secret of an invitation link, and the password that its person chose. */
export interface Redemption extends Whence {
  readonly secret: string;
  readonly password: string;
}

/**
 * Redeems an invitation link, once: sets the password, ends whatever the account had before, and signs
 * this browser in (platform-api.md, section 6).
 */
export async function redeemInvitation(
  context: Context,
  redemption: Redemption,
): Promise<Outcome<StartedSession>> {
  const gone = refused(
    'not_found',
    'This link was used already or is too old. Ask your administrator for a new one.',
  );
  const secretHash = invitationHash(redemption.secret);
  const invitation = await context.db
    .selectFrom('account_invitation')
    .innerJoin('account', 'account.id', 'account_invitation.account_id')
    .select('account.id')
    .where('secret_hash', '=', secretHash)
    .where('expires_at', '>', context.clock.now())
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  if (invitation === undefined) return gone;
  const hash = await context.passwords.hash(redemption.password);
  const isRedeemed = await inStep(context, async (step) => {
    const taken = await step.tx
      .deleteFrom('account_invitation')
      .where('secret_hash', '=', secretHash)
      .returning('account_id')
      .executeTakeFirst();
    if (taken) await setPassword(step, taken.account_id, hash, null);
    return taken !== undefined;
  });
  if (!isRedeemed) return gone;
  return startBrowserSession(context, { id: invitation.id, passwordHash: hash }, redemption);
}

/** What the store keeps of an invitation link's secret: 192 random bits need no slow hash. */
export function invitationHash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

async function setPassword(
  step: Step,
  accountId: number,
  hash: string,
  keptSession: string | null,
): Promise<void> {
  await step.tx
    .updateTable('account')
    .set({ password_hash: hash, password_changed_at: step.now })
    .where('id', '=', accountId)
    .execute();
  await endAccess(step, accountId, keptSession);
}
