import { localPart, normaliseAccount } from '@/lib/platform/address';
import {
  readBasicHeader,
  readCredentialsHeader,
  type Credentials,
} from '@/lib/platform/credentials';
import type { CredentialsAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import {
  signInAccountById,
  signInAccountByName,
  signInAccountsByLocalPart,
  type SignInAccount,
} from './known-account';
import { verifyPassword } from './verify-password';

/** What a request brought to prove an account; header values as they came. */
export interface GivenCredentials {
  /** `X-Cloud-Authorization`. */
  readonly cloud?: string | undefined;
  /** `Authorization`: `x-cloud-basic` or Basic. */
  readonly authorization?: string | undefined;
  /** `sessionId`: the `session_id` of a sign-in within the last three minutes. */
  readonly sessionId?: string | undefined;
  /** The account that the path or the body names. */
  readonly named?: string | undefined;
  readonly network: string;
}

/**
 * Which account the credentials prove (platform-api.md, section 2, Which account). `sessionId` alone
 * proves its account; where a header comes with it, both must mean the same account.
 */
export async function credentialsAccount(
  context: Context,
  given: GivenCredentials,
): Promise<Outcome<CredentialsAuthority>> {
  const credentials = readCredentials(given);
  if (!credentials.ok) return credentials;
  const fresh = await freshSignIn(context, given);
  if (!fresh.ok) return fresh;
  if (credentials.value === null) {
    if (fresh.value === null) return refused('unauthorized', 'Sign in first.');
    return proved(fresh.value);
  }
  return checkPassword(context, given, credentials.value, fresh.value);
}

function readCredentials(given: GivenCredentials): Outcome<Credentials | null> {
  const headers = [given.cloud, given.authorization].filter((header) => header !== undefined);
  const [one, other] = headers.map(
    (header) => readCredentialsHeader(header) ?? readBasicHeader(header),
  );
  if (headers.length === 0) return done(null);
  if (one === undefined || (headers.length === 2 && other === undefined)) {
    const text = 'The credentials header must be x-cloud-basic and the base64 of user:password.';
    return refused('unauthorized', text);
  }
  if (other && (one.user !== other.user || one.password !== other.password)) {
    const text = 'Authorization and X-Cloud-Authorization differ: send the same in both, or one.';
    return refused('unauthorized', text);
  }
  return done(one);
}

/** The account of a `sessionId`; null where none came. */
async function freshSignIn(
  context: Context,
  { sessionId, named }: GivenCredentials,
): Promise<Outcome<SignInAccount | null>> {
  if (sessionId === undefined) return done(null);
  const token = context.tokens.read(sessionId);
  const session =
    token?.kind === 'sign_in'
      ? await context.db
          .selectFrom('session')
          .select('account_id')
          .where('id', '=', token.id)
          .where('kind', '=', 'sign_in')
          .where('expires_at', '>', context.clock.now())
          .executeTakeFirst()
      : undefined;
  const account = session && (await signInAccountById(context.db, session.account_id));
  if (account === undefined) {
    return refused('unauthorized', 'sessionId is not valid any more (3 minutes). Sign in again.');
  }
  if (named !== undefined && !isNamed(account, named)) {
    return refused('unauthorized', 'sessionId is of another account than the request names.');
  }
  return done(account);
}

async function checkPassword(
  context: Context,
  { named, network }: GivenCredentials,
  { user, password }: Credentials,
  fresh: SignInAccount | null,
): Promise<Outcome<CredentialsAuthority>> {
  const meant = fresh ? done(fresh) : await meantAccount(context, user, named);
  if (!meant.ok) return meant;
  const account = meant.value && isUser(meant.value, user) ? meant.value : undefined;
  const proof = { account, name: named ?? user, password, network };
  const verified = await verifyPassword(context, proof, 'verifyOften');
  return verified.ok ? proved(verified.value) : verified;
}

/** The account that is named, else the only one with that local part. */
async function meantAccount(
  context: Context,
  user: string,
  named: string | undefined,
): Promise<Outcome<SignInAccount | undefined>> {
  if (named !== undefined) return done(await signInAccountByName(context.db, named));
  if (user.includes('@')) return done(await signInAccountByName(context.db, user));
  const [account, another] = await signInAccountsByLocalPart(context.db, user);
  if (another) {
    const text = `Several accounts begin with ${user}@: say which account in the path or as account.`;
    return refused('unauthorized', text);
  }
  return done(account);
}

/** The user of a header is the part before `@`; Basic may carry the whole account as well. */
function isUser({ known }: SignInAccount, user: string): boolean {
  const normalised = normaliseAccount(user);
  return [localPart(known.account), known.account, known.address].includes(normalised);
}

function isNamed({ known }: SignInAccount, named: string): boolean {
  return [known.account, known.address].includes(normaliseAccount(named));
}

function proved(account: SignInAccount): Outcome<CredentialsAuthority> {
  if (account.isDisabled) {
    return refused('forbidden', 'This account is disabled. Ask your administrator to enable it.');
  }
  const { known, passwordHash } = account;
  return done({ kind: 'credentials', account: known, passwordHash });
}
