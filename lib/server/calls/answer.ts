import type { NewSessionResult } from '@/lib/platform/room';
import { knownAccount, selectKnownAccounts } from '@/lib/server/accounts/known-account';
import type { KnownAccount, RingAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { acceptedResult, acceptInvitation } from './accept';
import { comeAgain, newcomer, type Asking, type Newcomer } from './arrivals';
import { decideOn } from './invitations';
import { refusedFor } from './replies';
import { lockInvitation, type LoadedRoom } from './room-store';
import { inStep, writeLater, type Step } from './step';

/**
 * Answers the invitation of a one-time token (platform-api.md 3). The token alone authorises it: the
 * participant is the rung account's, on the rung device, whoever else the request proves to be.
 */
export async function answer(
  context: Context,
  ring: RingAuthority,
  asking: Asking,
): Promise<Outcome<NewSessionResult>> {
  // A call of two is never held up by that.
  if (ring.mayOutgrowLegs) await context.livekit?.look();
  return inStep(context, async (step) => {
    const locked = await lockInvitation(step, ring.room, ring.invitation);
    if (locked === undefined) return refusedFor('ended');
    const account = await selectKnownAccounts(step.tx)
      .where('account.id', '=', locked.row.callee_account_id)
      .executeTakeFirst();
    if (account === undefined) return refusedFor('ended');
    const callee = answering(context, ring, asking, knownAccount(account));
    return answerWith(step, locked, ring, callee);
  });
}

/** The rung account on the rung device; the registration that the page named hears the events. */
function answering(
  context: Context,
  ring: RingAuthority,
  { body, authority, network, page }: Asking,
  account: KnownAccount,
): Newcomer {
  const own = newcomer(context, { body, authority, network, page });
  return {
    ...own,
    account,
    proof: `ring ${ring.ring}`,
    displayName: account.displayName,
    address: account.address,
    device: ring.physical,
    checkdup: body.client ?? body.checkdup ?? null,
  };
}

async function answerWith(
  step: Step,
  { room, row }: { readonly room: LoadedRoom; readonly row: Row<'invitation'> },
  ring: RingAuthority,
  callee: Newcomer,
): Promise<Outcome<NewSessionResult>> {
  if (row.state === 'ringing') {
    const accepted = await acceptInvitation(step, room, row, callee, ring.device);
    if (accepted.ok) spend(step, ring, callee);
    return accepted;
  }
  const { checkdup: client } = callee;
  const decision = await decideOn(step, row, { do: 'accept', device: ring.device, client });
  if (decision.outcome === 'refused') return refusedFor(decision.reason);
  const person = room.people.find(({ uuid }) => uuid === row.reserved_participant);
  if (person === undefined) return refusedFor('ended');
  const back = await comeAgain(step, room, person, callee);
  if (!back.ok) return back;
  return done(await acceptedResult(step, room, row, person));
}

/** The token is spent by the value that a repeat must bring again. */
function spend(step: Step, ring: RingAuthority, { checkdup }: Newcomer): void {
  writeLater(
    step,
    step.tx.updateTable('ring').set({ client: checkdup }).where('id', '=', ring.ring),
  );
}
