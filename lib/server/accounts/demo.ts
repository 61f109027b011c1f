import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Context } from '@/lib/server/context';
import { refused, type Outcome } from '@/lib/server/outcome';
import { writePrivateFile } from '@/lib/server/secrets';
import { demoOrigins } from '@/lib/server/settings';
import { inTransaction } from '@/lib/server/store/transaction';
import { signInAccountByName, type SignInAccount } from './known-account';
import { startBrowserSession, type StartedSession, type Whence } from './sessions';
import { writeAccount } from './write-account';

/** One account of the demo, as its start prints it. */
export interface DemoAccount {
  readonly account: string;
  readonly password: string;
  readonly userName: string;
  readonly sipkey: string;
  readonly displayName: string;
  /** Signs its person in by one click, any number of times. */
  readonly link: string;
}

const people = [
  // Alice sees the administration pages too.
  { account: 'alice', displayName: 'Alice', role: 'administrator' },
  { account: 'bob', displayName: 'Bob', role: 'member' },
  { account: 'carol', displayName: 'Carol', role: 'member' },
] as const;

const keptSchema = z.array(
  z.object({ account: z.string(), password: z.string(), secret: z.string() }),
);

/** What is kept of the demo's accounts: passwords and the secrets of their links. */
type Kept = z.infer<typeof keptSchema>;

function demoFile({ settings }: Pick<Context, 'settings'>): string {
  return join(settings.data, 'demo.json');
}

async function readKept(context: Pick<Context, 'settings'>): Promise<Kept> {
  try {
    return keptSchema.parse(JSON.parse(await readFile(demoFile(context), 'utf8')));
  } catch {
    // Not made yet, or damaged: passwords and links are made anew.
    return [];
  }
}

/** Sees to it that Alice, Bob and Carol are there, with the same passwords and links at every start. */
export async function ensureDemoAccounts(context: Context): Promise<DemoAccount[]> {
  const kept = await readKept(context);
  const complete = people.map(
    ({ account }) =>
      kept.find((entry) => entry.account === account) ?? {
        account,
        password: context.random.secret(),
        secret: context.random.secret(),
      },
  );
  const isKept = complete.every((entry) => kept.includes(entry));
  if (!isKept)
    await writePrivateFile(demoFile(context), JSON.stringify(complete, null, 2), 'replace');
  for (const { account, password } of complete) {
    const existing = await signInAccountByName(context.db, account);
    if (isKept && existing?.passwordHash) continue;
    await writeDemoAccount(context, account, await context.passwords.hash(password), existing);
  }
  return Promise.all(complete.map((entry, index) => demoAccount(context, entry, index)));
}

async function writeDemoAccount(
  context: Context,
  account: string,
  passwordHash: string,
  existing: SignInAccount | undefined,
): Promise<void> {
  await inTransaction(context, async (tx) => {
    if (existing) {
      await tx
        .updateTable('account')
        .set({ password_hash: passwordHash, password_changed_at: context.clock.now() })
        .where('id', '=', existing.known.id)
        .execute();
      return;
    }
    const organisation =
      (await tx
        .selectFrom('organisation')
        .select('id')
        .where('name', '=', 'Demo')
        .executeTakeFirst()) ??
      (await tx
        .insertInto('organisation')
        .values({ name: 'Demo', created_at: context.clock.now() })
        .returning('id')
        .executeTakeFirstOrThrow());
    const person = people.find((one) => one.account === account);
    await writeAccount(context, tx, {
      account,
      passwordHash,
      organisation: organisation.id,
      displayName: person?.displayName ?? account,
      role: person?.role ?? 'member',
    });
  });
}

async function demoAccount(
  context: Context,
  { account, password, secret }: Kept[number],
  index: number,
): Promise<DemoAccount> {
  const existing = await signInAccountByName(context.db, account);
  if (existing === undefined) throw new Error(`The demo's account ${account} could not be made.`);
  const origins = demoOrigins(context.settings.port);
  return {
    account,
    password,
    userName: existing.known.address,
    sipkey: existing.known.sipkey,
    displayName: existing.known.displayName,
    // A cookie is of one host whatever its port: each account has an origin of its own.
    link: `${origins[index] ?? context.settings.origin}/demo#secret=${secret}`,
  };
}

/** Signs in by a demo's link, as often as one likes (platform-api.md, section 6). */
export async function demoSession(
  context: Context,
  { secret, ...whence }: Whence & { readonly secret: string },
): Promise<Outcome<StartedSession>> {
  const kept = context.settings.demo ? await readKept(context) : [];
  const meant = kept.find((entry) => isSame(entry.secret, secret));
  const account = meant && (await signInAccountByName(context.db, meant.account));
  if (account === undefined || account.isDisabled) {
    return refused('not_found', 'This link is of no demo that runs here. Start the demo again.');
  }
  const { known, passwordHash } = account;
  return startBrowserSession(context, { id: known.id, passwordHash }, whence);
}

/** Compares in constant time, whatever the lengths. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
