import type { Pairing } from '@/lib/platform/own';
import type { BrowserAuthority } from '@/lib/server/authority';
import { physicalIdOf } from './physical';
import { lockAccounts } from '@/lib/server/calls/placing-facts';
import { inStep, type Step } from '@/lib/server/calls/step';
import type { Context, Tx } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { leftState } from '@/lib/server/store/states';
import { forUpdate, inTransaction } from '@/lib/server/store/transaction';

/** How long (ms) a code is good, and how many wrong ones void it (platform-api.md 6). */
const codeLifetime = 600_000;
const mostWrong = 5;

/** Eight digits: with five tries, a guess comes true once in twenty million. */
const codeDigits = 8;

const notRegistered = refused(
  'not_found',
  'This browser is not registered as a device. Load the page anew, then pair.',
);
const noCode = refused(
  'ended',
  'There is no code to join any more: it was used, ran out after ten minutes, or was voided by five wrong ones. Show a new one.',
);

/** Shows a code by which another device of the account becomes one with this one; a new one voids the last. */
export async function startPairing(
  context: Context,
  authority: BrowserAuthority,
  wanted: string | undefined,
): Promise<Outcome<Pairing>> {
  return inTransaction(context, async (tx) => {
    const device = await physicalDevice(tx, authority, wanted);
    if (device === undefined) return notRegistered;
    const expires_at = context.clock.now() + codeLifetime;
    const code = String(context.random.between(0, 10 ** codeDigits - 1)).padStart(codeDigits, '0');
    const pairing = { code, physical_id: device, expires_at, wrong: 0 };
    await tx
      .insertInto('pairing')
      .values({ account_id: authority.account.id, ...pairing })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet(pairing))
      .execute();
    const link = `${context.settings.origin}/settings#pair=${code}`;
    return done({ code, link, expires_at: Math.floor(expires_at / 1_000) });
  });
}

/**
 * Makes this device and the one that shows the code one physical device: a call shows once on it
 * (call-rules.md 9). The code is good once, for the same account, and void after five wrong ones.
 */
export async function joinPairing(
  context: Context,
  authority: BrowserAuthority,
  { code, device: wanted }: { readonly code: string; readonly device?: string | undefined },
): Promise<Outcome<null>> {
  return inStep(context, async (step) => {
    const { tx, now } = step;
    // A call that is placed meanwhile rings what is there before or after, not a device that is gone.
    await lockAccounts(step, [authority.account.id]);
    const mine = await physicalDevice(tx, authority, wanted);
    if (mine === undefined) return notRegistered;
    const waiting = tx
      .selectFrom('pairing')
      .selectAll()
      .where('account_id', '=', authority.account.id);
    const pairing = await forUpdate(waiting, context.dialect).executeTakeFirst();
    if (pairing === undefined || pairing.expires_at <= now) return noCode;
    if (code.replaceAll(/\D/g, '') !== pairing.code) return wrongCode(step, pairing);
    if (pairing.physical_id === mine) {
      return refused(
        'bad_request',
        'That is the code of this very device. Enter it on the other one.',
      );
    }
    await tx.deleteFrom('pairing').where('account_id', '=', pairing.account_id).execute();
    await becomeOne(step, authority.account.id, mine, pairing.physical_id);
    return done(null);
  });
}

async function wrongCode(
  { tx }: Step,
  pairing: { readonly account_id: number; readonly wrong: number },
): Promise<Outcome<null>> {
  const wrong = pairing.wrong + 1;
  if (wrong >= mostWrong) {
    await tx.deleteFrom('pairing').where('account_id', '=', pairing.account_id).execute();
    return refused('ended', 'Five wrong codes: the code is void. Show a new one.');
  }
  await tx
    .updateTable('pairing')
    .set({ wrong })
    .where('account_id', '=', pairing.account_id)
    .execute();
  return refused('forbidden', `That is not the code. ${mostWrong - wrong} more tries.`);
}

/** What goes on on a device goes on on what it becomes; its rings and its pushes are that one's. */
async function becomeOne({ tx }: Step, account: number, from: string, to: string): Promise<void> {
  const rows = await tx
    .selectFrom('device')
    .select('ring')
    .where('physical_id', '=', to)
    .where('account_id', '=', account)
    .executeTakeFirst();
  await tx
    .updateTable('device')
    .set({ physical_id: to, ...(rows === undefined ? {} : { ring: rows.ring }) })
    .where('physical_id', '=', from)
    .where('account_id', '=', account)
    .execute();
  for (const table of ['ring', 'push'] as const) {
    await tx.updateTable(table).set({ physical_id: to }).where('physical_id', '=', from).execute();
  }
  await tx
    .updateTable('participant')
    .set({ device_id: to })
    .where('device_id', '=', from)
    .where('state', '<>', leftState)
    .execute();
}

/** Separates one part of a device again, by one of its channels (`stream-…`, `push-…`, `web-…`). */
export async function separate(
  context: Context,
  { account }: BrowserAuthority,
  device: string,
  channel: string,
): Promise<Outcome<null>> {
  return inTransaction(context, async (tx) => {
    const part = channel.replace(/^(stream|push|web)-/, '');
    const own = await tx
      .selectFrom('device')
      .select('id')
      .where('physical_id', '=', device)
      .where('account_id', '=', account.id)
      .execute();
    if (!own.some(({ id }) => id === part)) {
      return refused('not_found', 'There is no such channel any more. Load the list anew.');
    }
    if (own.length === 1) {
      return refused('bad_request', 'This device has one part only: there is nothing to separate.');
    }
    const physical_id = context.random.id();
    await tx.updateTable('device').set({ physical_id }).where('id', '=', part).execute();
    await tx
      .updateTable('push')
      .set({ physical_id })
      .where('physical_id', '=', device)
      .where('part_id', '=', part)
      .execute();
    return done(null);
  });
}

/** The physical device that a session means: the named one of its account, else its own latest. */
async function physicalDevice(
  tx: Tx,
  { account, session }: BrowserAuthority,
  wanted: string | undefined,
): Promise<string | undefined> {
  if (wanted !== undefined) return physicalIdOf(tx, account.id, wanted);
  const row = await tx
    .selectFrom('device')
    .select('physical_id')
    .where('account_id', '=', account.id)
    .where('session_id', '=', session)
    .orderBy('last_seen_at', 'desc')
    .executeTakeFirst();
  return row?.physical_id;
}
