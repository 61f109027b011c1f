import type { FinalState } from '@/lib/call/invitation';
import type { Reason } from '@/lib/platform/reasons';
import type { NewRow, Row } from '@/lib/server/store/schema';
import { tellRegistration, writeLater, type Step } from './step';

type Outcome = Row<'call_record'>['outcome'];

/** The other side of a call, as a line of history names it. */
export interface Peer {
  readonly address: string;
  readonly name: string;
}

/** What both sides' lines have in common. */
interface Call {
  readonly room: string;
  readonly invitation: string | null;
  readonly kind: Row<'call_record'>['kind'];
  readonly callType: Row<'call_record'>['call_type'];
}

/** A line that an account's history begins when a call is placed. */
export function outgoing(
  step: Step,
  account: number,
  call: Call,
  peer: Peer,
): NewRow<'call_record'> {
  return { ...line(step, account, call, peer), direction: 'outgoing', seen: 1 };
}

/** A line that the callee's history begins; unseen until it is answered, rejected or looked at. */
export function incoming(
  step: Step,
  account: number,
  call: Call,
  peer: Peer,
): NewRow<'call_record'> {
  return { ...line(step, account, call, peer), direction: 'incoming', seen: 0 };
}

function line(step: Step, account: number, call: Call, peer: Peer) {
  return {
    id: step.context.random.id(),
    account_id: account,
    room_id: call.room,
    invitation_id: call.invitation,
    peer_address: peer.address,
    peer_name: peer.name,
    kind: call.kind,
    call_type: call.callType,
    placed_at: step.now,
    answered_at: null,
    ended_at: null,
    outcome: 'ringing' as const,
    reason: null,
    message: null,
  };
}

/** Writes the lines of a call. */
export function writeLines(step: Step, lines: NewRow<'call_record'>[]): void {
  if (lines.length > 0) writeLater(step, step.tx.insertInto('call_record').values(lines));
}

/** Somebody came into a meeting by its address: one line in the history of whoever has an account. */
export function recordJoin(
  step: Step,
  { id, kind, address, name }: Row<'room'>,
  { account_id, call_type: callType }: Row<'participant'>,
): void {
  if (account_id === null) return;
  const call = { room: id, invitation: null, kind, callType };
  const line = outgoing(step, account_id, call, { address, name });
  writeLines(step, [{ ...line, outcome: 'answered', answered_at: step.now }]);
}

/**
 * The invitation was answered: both sides' lines say so.
 *
 * @param gone the inviter's account, if it is in the room no longer: its line ends at once, no leaving is to come
 */
export async function recordAnswer(
  step: Step,
  invitation: string,
  gone: number | null,
): Promise<void> {
  const answered = { outcome: 'answered', answered_at: step.now, seen: 1 } as const;
  const lines = () => step.tx.updateTable('call_record').where('invitation_id', '=', invitation);
  if (gone === null) {
    writeLater(step, lines().set(answered));
    return;
  }
  const over = { ...answered, ended_at: step.now, reason: 'ended' } as const;
  writeLater(step, lines().set(answered).where('direction', '=', 'incoming'));
  writeLater(step, lines().set(over).where('direction', '=', 'outgoing'));
  await tellChanged(step, [gone]);
}

/** What a line says of an invitation that nobody answered: whoever was rung missed it, unless rejected. */
export function outcomeFor(direction: 'incoming' | 'outgoing', state: FinalState): Outcome {
  if (state === 'accepted') return 'answered';
  if (direction === 'outgoing' || state === 'rejected') return state;
  return 'missed';
}

/** The invitation ended without an answer. */
export async function recordEnd(
  step: Step,
  invitation: string,
  ending: { state: FinalState; reason: Reason | null; message: string | null },
): Promise<void> {
  const { state, reason, message } = ending;
  const lines = await step.tx
    .updateTable('call_record')
    .set((is) => ({
      outcome: is
        .case()
        .when('direction', '=', 'incoming')
        .then(outcomeFor('incoming', state))
        .else(outcomeFor('outgoing', state))
        .end(),
      seen: state === 'rejected' ? 1 : is.ref('seen'),
      ended_at: step.now,
      reason,
      message,
    }))
    .where('invitation_id', '=', invitation)
    .returning('account_id')
    .execute();
  await tellChanged(
    step,
    lines.map(({ account_id }) => account_id),
  );
}

/** A room's lines end: all of them, or those of one account that left while others stay. */
export async function recordLeaving(
  step: Step,
  room: string,
  reason: Reason | null,
  account: number | 'everyone',
): Promise<void> {
  const lines = await step.tx
    .updateTable('call_record')
    .set({ ended_at: step.now, reason })
    .where('room_id', '=', room)
    .where('outcome', '=', 'answered')
    .where('ended_at', 'is', null)
    .$if(account !== 'everyone', (query) =>
      query.where('account_id', '=', account === 'everyone' ? 0 : account),
    )
    .returning('account_id')
    .execute();
  await tellChanged(
    step,
    lines.map(({ account_id }) => account_id),
  );
}

/** Tells the open pages of these accounts that their history is another now. */
export async function tellChanged(step: Step, accounts: readonly number[]): Promise<void> {
  if (accounts.length === 0) return;
  const pages = await step.tx
    .selectFrom('registration')
    .innerJoin('device', 'device.id', 'registration.device_id')
    .select('registration.id')
    .where('registration.account_id', 'in', [...new Set(accounts)])
    .where('registration.stream_open', '=', 1)
    .where('device.kind', '=', 'web')
    .execute();
  for (const { id } of pages) tellRegistration(step, id, { name: 'calls_changed', data: null });
}
