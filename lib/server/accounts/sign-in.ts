import { sessionIdSeconds, type SignInBody, type SignInResults } from '@/lib/platform/sign-in';
import type { KnownAccount } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { signInAccountByName } from './known-account';
import { namesThisServer } from './own-host';
import { writeSession } from './sessions';
import { verifyPassword } from './verify-password';

/** A sign-in and where it comes from. */
export interface SignIn {
  readonly body: SignInBody;
  readonly network: string;
  readonly userAgent: string;
}

/** Whoever signed in, with the password's hash, and what the platform answers. */
export interface SignedIn {
  readonly account: KnownAccount;
  readonly passwordHash: string | null;
  readonly results: SignInResults;
}

/**
 * `verify_user.shtml` (platform-api.md, section 1). Refuses with `bad_request` (another server is
 * named), `unauthorized`, `forbidden` (disabled), `too_many` (slowed) or `unavailable` (busy), the
 * last two with `retryAfter`.
 */
export async function signIn(
  context: Context,
  { body, network, userAgent }: SignIn,
): Promise<Outcome<SignedIn>> {
  for (const named of [body.host, body.login_url]) {
    if (named && !namesThisServer(context.settings, named)) {
      const text = `This server is ${context.settings.origin}; host and login_url name another one.`;
      return refused('bad_request', text);
    }
  }
  const account = await signInAccountByName(context.db, body.account);
  const proof = { account, name: body.account, password: body.pwd, network };
  const verified = await verifyPassword(context, proof, 'verify');
  if (!verified.ok) return verified;
  const { known, passwordHash } = verified.value;
  const session = await writeSession(context, {
    account: { id: known.id, passwordHash },
    kind: 'sign_in',
    lifetime: sessionIdSeconds * 1000,
    network,
    userAgent,
  });
  if (!session.ok) return session;
  const results = resultsOf(known, context.tokens.write('sign_in', session.value, 1));
  return done({ account: known, passwordHash, results });
}

function resultsOf(account: KnownAccount, sessionId: string): SignInResults {
  return {
    id: account.id,
    account: account.account,
    trueName: account.displayName,
    userName: account.address,
    sipkey: account.sipkey,
    session_id: sessionId,
    companyId: account.organisation,
  };
}
