import type { Role } from '@/lib/platform/own';
import { knownAccount, selectKnownAccounts } from '@/lib/server/accounts/known-account';
import { browserAuthority, startBrowserSession } from '@/lib/server/accounts/sessions';
import { writeAccount } from '@/lib/server/accounts/write-account';
import type { BrowserAuthority, CredentialsAuthority, KnownAccount } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import type { Outcome } from '@/lib/server/outcome';
import { inTransaction } from '@/lib/server/store/transaction';

/** Where tests sign in from. */
export const whence = { network: '192.0.2.1', userAgent: 'Firefox/140.0 (Windows)' } as const;

/** The password of everybody in these tests, unless a test says otherwise. */
export const password = 'correct horse battery';

/** What was done, or the refusal as a failure of the test. */
export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.reason}: ${outcome.refusal.text}`);
  return outcome.value;
}

/** The reason of a refusal. */
export function reasonOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'not refused' : outcome.refusal.reason;
}

/** Makes an organisation. */
export async function organisation(context: Context, name: string): Promise<number> {
  const { id } = await context.db
    .insertInto('organisation')
    .values({ name, created_at: context.clock.now() })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Makes a person with {@link password}. */
export async function person(
  context: Context,
  organisationId: number,
  account: string,
  role: Role = 'member',
): Promise<KnownAccount> {
  const passwordHash = await context.passwords.hash(password);
  const written = await inTransaction(context, (tx) =>
    writeAccount(context, tx, {
      account,
      role,
      passwordHash,
      organisation: organisationId,
      displayName: account.split('@', 1)[0] ?? account,
    }),
  );
  const row = await selectKnownAccounts(context.db)
    .where('account.id', '=', valueOf(written))
    .executeTakeFirstOrThrow();
  return knownAccount(row);
}

/** Somebody who has just proved the present password. */
export async function credentialsOf(
  context: Context,
  account: KnownAccount,
): Promise<CredentialsAuthority> {
  const row = await context.db
    .selectFrom('account')
    .select('password_hash')
    .where('id', '=', account.id)
    .executeTakeFirstOrThrow();
  return { kind: 'credentials', account, passwordHash: row.password_hash };
}

/** Signs somebody in, in one more browser. */
export async function browserOf(
  context: Context,
  account: KnownAccount,
): Promise<BrowserAuthority> {
  const { passwordHash } = await credentialsOf(context, account);
  const proved = { id: account.id, passwordHash };
  const { cookie } = valueOf(await startBrowserSession(context, proved, whence));
  const authority = await browserAuthority(context, cookie);
  if (authority === undefined) throw new Error('the cookie was not taken');
  return authority;
}

/** Whether somebody is still signed in. */
export async function isSignedIn(context: Context, authority: BrowserAuthority): Promise<boolean> {
  const cookie = await context.cookies.write(authority.session);
  return (await browserAuthority(context, cookie)) !== undefined;
}
