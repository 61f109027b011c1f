import { normaliseAccount } from '@/lib/platform/address';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import type { SignInAccount } from './known-account';
import { isKnownNetwork, rememberNetwork } from './known-networks';
import type { PasswordVerdict } from './password-check';

/** A password given for an account that may not exist. */
export interface PasswordProof {
  /** The account that the name means; undefined where there is none. */
  readonly account: SignInAccount | undefined;
  /** The name as it was given: failures are counted for it whether it exists or not. */
  readonly name: string;
  readonly password: string;
  readonly network: string;
}

const wrong = refused('unauthorized', 'The account or the password is wrong.');

/**
 * Lets a password through, or says why not. Unknown accounts, wrong passwords and accounts without a
 * password are told apart by nothing, time included; that an account is disabled is told only to
 * whoever has its password.
 */
export async function verifyPassword(
  context: Context,
  proof: PasswordProof,
  verify: 'verify' | 'verifyOften',
): Promise<Outcome<SignInAccount>> {
  const { account, network } = proof;
  const verdict = await context.passwords[verify]({
    account: account ? { id: account.known.id } : { unknownName: normaliseAccount(proof.name) },
    hash: account?.passwordHash ?? null,
    password: proof.password,
    network,
    isKnownNetwork: async () =>
      account !== undefined && (await isKnownNetwork(context, account.known.id, network)),
  });
  const refusal = refusalOf(verdict);
  if (refusal) return refusal;
  if (account === undefined) return wrong;
  if (account.isDisabled) {
    return refused('forbidden', 'This account is disabled. Ask your administrator to enable it.');
  }
  // A remembered password was verified, and its network kept, not long ago.
  if (verdict.kind === 'right' && verdict.how === 'verified') {
    await rememberNetwork(context, account.known.id, network);
  }
  return done(account);
}

function refusalOf(verdict: PasswordVerdict): Outcome<never> | undefined {
  switch (verdict.kind) {
    case 'right':
      return undefined;
    case 'wrong':
      return wrong;
    case 'slowed':
      return refused(
        'too_many',
        `Too many wrong passwords. Try again in ${verdict.retryAfter} seconds.`,
        verdict.retryAfter,
      );
    case 'busy':
      return refused(
        'unavailable',
        `The server is busy. Try again in ${verdict.retryAfter} seconds.`,
        verdict.retryAfter,
      );
  }
}
