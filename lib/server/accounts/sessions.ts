import type { SessionEntry } from '@/lib/platform/own';
import type { BrowserAuthority } from '@/lib/server/authority';
import { inStep } from '@/lib/server/calls/step';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { endRegistrationsOfSession } from './end-access';
import { inTransaction } from '@/lib/server/store/transaction';
import { knownAccount, selectKnownAccounts } from './known-account';
import { passwordStands, proofEnded } from './standing';

/** A browser that does not come back for so long (ms) has to sign in again: 90 days. */
const browserLifetime = 90 * 86_400_000;

/** `last_seen_at` is written at most so often (ms): not with every request. */
const seenStep = 300_000;

/** Where a session is used from. */
export interface Whence {
  readonly network: string;
  readonly userAgent: string;
}

/** An account whose password was just verified or set, and the hash that it had then. */
export interface ProvedAccount {
  readonly id: number;
  readonly passwordHash: string | null;
}

/** A session to write; `lifetime` in ms. */
interface NewSession extends Whence {
  readonly account: ProvedAccount;
  readonly kind: Row<'session'>['kind'];
  readonly lifetime: number;
}

/** Writes a session and answers its id; refused where the password changed meanwhile. */
export function writeSession(
  context: Context,
  { account, kind, lifetime, network, userAgent }: NewSession,
): Promise<Outcome<string>> {
  const now = context.clock.now();
  const id = context.random.id();
  return inTransaction(context, async (tx) => {
    if (!(await passwordStands(context, tx, account.id, account.passwordHash))) return proofEnded;
    await tx
      .insertInto('session')
      .values({
        id,
        account_id: account.id,
        kind,
        created_at: now,
        last_seen_at: now,
        expires_at: now + lifetime,
        network,
        user_agent: userAgent.slice(0, 300),
      })
      .execute();
    await tx
      .updateTable('account')
      .set({ last_seen_at: now })
      .where('id', '=', account.id)
      .execute();
    return done(id);
  });
}

/** A session of a browser, and the value of the cookie that proves it. */
export interface StartedSession {
  readonly session: string;
  readonly cookie: string;
}

/** Starts a browser's session for whoever just proved to be the account. */
export async function startBrowserSession(
  context: Context,
  account: ProvedAccount,
  whence: Whence,
): Promise<Outcome<StartedSession>> {
  const session = await writeSession(context, {
    ...whence,
    account,
    kind: 'browser',
    lifetime: browserLifetime,
  });
  if (!session.ok) return session;
  return done({ session: session.value, cookie: await context.cookies.write(session.value) });
}

/** Whom a cookie proves; undefined once the session ended or the account is disabled. */
export async function browserAuthority(
  context: Context,
  cookie: string,
): Promise<BrowserAuthority | undefined> {
  const session = await context.cookies.read(cookie);
  if (session === undefined) return undefined;
  const now = context.clock.now();
  const row = await selectKnownAccounts(context.db)
    .innerJoin('session', 'session.account_id', 'account.id')
    .select('session.last_seen_at')
    .where('session.id', '=', session)
    .where('session.kind', '=', 'browser')
    .where('session.expires_at', '>', now)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.last_seen_at < now - seenStep) await markSeen(context, session, row.id);
  return { kind: 'browser', account: knownAccount(row), session };
}

async function markSeen(context: Context, session: string, accountId: number): Promise<void> {
  const now = context.clock.now();
  await context.db
    .updateTable('session')
    .set({ last_seen_at: now, expires_at: now + browserLifetime })
    .where('id', '=', session)
    .execute();
  await context.db
    .updateTable('account')
    .set({ last_seen_at: now })
    .where('id', '=', accountId)
    .execute();
}

/** Signs out: the session and the registrations made with it end. */
export async function endSession(context: Context, authority: BrowserAuthority): Promise<void> {
  await endOne(context, authority.account.id, authority.session);
}

/** The browsers in which the account is signed in, the latest first. */
export async function listSessions(
  context: Context,
  authority: BrowserAuthority,
): Promise<SessionEntry[]> {
  const rows = await context.db
    .selectFrom('session')
    .selectAll()
    .where('account_id', '=', authority.account.id)
    .where('kind', '=', 'browser')
    .where('expires_at', '>', context.clock.now())
    .orderBy('last_seen_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    current: row.id === authority.session,
    created: new Date(row.created_at).toISOString(),
    last_seen: new Date(row.last_seen_at).toISOString(),
    user_agent: row.user_agent,
    network: row.network,
  }));
}

/** Signs another browser out. */
export async function revokeSession(
  context: Context,
  authority: BrowserAuthority,
  session: string,
): Promise<Outcome<null>> {
  const found = await endOne(context, authority.account.id, session);
  return found
    ? done(null)
    : refused('not_found', 'There is no such session any more. Load the list anew.');
}

function endOne(context: Context, accountId: number, session: string): Promise<boolean> {
  return inStep(context, async (step) => {
    const ended = await step.tx
      .deleteFrom('session')
      .where('id', '=', session)
      .where('account_id', '=', accountId)
      .where('kind', '=', 'browser')
      .returning('id')
      .executeTakeFirst();
    if (ended) await endRegistrationsOfSession(step, session);
    return ended !== undefined;
  });
}
