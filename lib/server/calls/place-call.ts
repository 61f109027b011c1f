import type { Placing } from '@/lib/call/placing';
import type { FoundPerson } from '@/lib/server/accounts/find-address';
import type { Context } from '@/lib/server/context';
import type { NewSessionResult } from '@/lib/platform/room';
import { done, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { acceptInvitation } from './accept';
import { comeAgain, newcomer, newPerson, type Asking, type Newcomer } from './arrivals';
import { tellList } from './entries';
import { invite, type Beginning } from './invite';
import { endRoomBy } from './end-room';
import { lockAccounts, placing, type Placed } from './placing-facts';
import { refusedFor } from './replies';
import { newSessionResult } from './results';
import { lockRoom, lockRooms, type LoadedRoom } from './room-store';
import { inStep, writeLater, type Step } from './step';

/**
 * Places a call to a person (platform-api.md 4; call-rules.md 9 to 16). The same tap repeated
 * (`checkdup`) finds the call it has placed; calling somebody who calls me is the answer to that.
 */
export function placeCall(
  context: Context,
  asking: Asking,
  callee: FoundPerson,
): Promise<Outcome<NewSessionResult>> {
  const caller = newcomer(context, asking);
  return inStep(context, async (step) => {
    const accounts = [callee.account.id, ...(caller.account === null ? [] : [caller.account.id])];
    await lockAccounts(step, accounts);
    const repeated = await repeat(step, caller, callee);
    if (repeated !== undefined) return repeated;
    return place(step, caller, callee, await placing(step, 'gateway', caller, callee));
  });
}

async function place(
  step: Step,
  caller: Newcomer,
  callee: FoundPerson,
  { placing: decided, devices }: Placed,
): Promise<Outcome<NewSessionResult>> {
  switch (decided.outcome) {
    case 'refused':
      return refusedFor(decided.reason, decided.retryAfter);
    case 'busy':
      await remember(step, caller, callee, { state: 'busy', calleeRemembers: true });
      return refusedFor('busy');
    case 'unreachable': {
      const calleeRemembers = decided.because === 'no_device';
      await remember(step, caller, callee, { state: 'unreachable', calleeRemembers });
      return refusedFor('unreachable');
    }
    case 'answer_glare':
      return answerGlare(step, caller, callee, decided);
    case 'ring': {
      await replace(step, decided.replaces);
      const rung = devices.filter(({ id }) => decided.devices.includes(id));
      const beginning = { state: 'ringing', waiting: decided.waiting, devices: rung } as const;
      return done(await ring(step, caller, callee, beginning));
    }
  }
}

/** Opens the room, with its caller in it, and rings the callee. */
async function ring(
  step: Step,
  caller: Newcomer,
  callee: FoundPerson,
  beginning: Beginning,
): Promise<NewSessionResult> {
  const { room, person } = openRoom(step, caller, callee, 'open');
  const { callType } = caller;
  const inviting = { room, inviter: person, callee, kind: 'gateway', callType } as const;
  const invitation = await invite(step, inviting, beginning);
  if (person.registration_id !== null) tellList(step, room, person);
  const peer = { address: callee.account.address, name: callee.account.displayName };
  return newSessionResult(step.context, room.row, person, { peer, invitation });
}

/** A call that ends as it begins leaves its lines in the history and nothing open. */
async function remember(
  step: Step,
  caller: Newcomer,
  callee: FoundPerson,
  beginning: Extract<Beginning, { state: 'busy' | 'unreachable' }>,
): Promise<void> {
  const { room, person } = openRoom(step, caller, callee, beginning.state);
  const { callType } = caller;
  await invite(step, { room, inviter: person, callee, kind: 'gateway', callType }, beginning);
}

function openRoom(
  step: Step,
  caller: Newcomer,
  callee: FoundPerson,
  state: 'open' | 'busy' | 'unreachable',
): { room: LoadedRoom; person: Row<'participant'> } {
  const { random } = step.context;
  const over = state === 'open' ? null : state;
  const row: Row<'room'> = {
    id: random.id(),
    kind: 'gateway',
    meeting_id: null,
    organisation_id: callee.account.organisation,
    // An anonymous caller has no address that one could connect to.
    address: caller.address === '' ? callee.account.address : caller.address,
    name: caller.displayName,
    call_type: caller.callType,
    host_account_id: caller.account?.id ?? null,
    state: over === null ? 'open' : 'ended',
    end_reason: over,
    end_cause: null,
    locked: 0,
    guests_muted: 0,
    grown: 0,
    engine: 'direct',
    engine_changed_at: null,
    livekit_name: null,
    shares: 'one',
    waiting_room: 0,
    encrypted: 0,
    created_at: step.now,
    ended_at: over === null ? null : step.now,
  };
  const present: Row<'participant'> = newPerson(step, row.id, caller, {
    uuid: random.uuid(),
    role: 'HOST',
    state: 'in',
    is_muted: 0,
    joined_at: step.now,
  });
  const person: Row<'participant'> =
    over === null ? present : { ...present, state: 'left', left_at: step.now, end_reason: over };
  writeLater(step, step.tx.insertInto('room').values(row));
  writeLater(step, step.tx.insertInto('participant').values(person));
  return { room: { row, people: [person], invitations: [] }, person };
}

/** Calling again from the same device ends the call before (call-rules.md 12). */
async function replace(step: Step, rooms: readonly string[]): Promise<void> {
  for (const room of await lockRooms(step, rooms)) {
    await endRoomBy(step, room, { do: 'give_up', cause: 'replaced' });
  }
}

/** Both call each other: this call is the answer to the other (call-rules.md 11). */
async function answerGlare(
  step: Step,
  caller: Newcomer,
  callee: FoundPerson,
  { invitation, replaces }: Extract<Placing, { outcome: 'answer_glare' }>,
): Promise<Outcome<NewSessionResult>> {
  const found = await step.tx
    .selectFrom('invitation')
    .select('room_id')
    .where('id', '=', invitation)
    .executeTakeFirstOrThrow();
  const rooms = await lockRooms(step, [...replaces, found.room_id]);
  const room = rooms.find(({ row }) => row.id === found.room_id);
  const row = room?.invitations.find(({ id }) => id === invitation);
  // Another device of mine was first, while the room was waited for.
  if (row?.state === 'accepted') return refusedFor('answered_elsewhere');
  if (room === undefined || row?.state !== 'ringing') {
    // It ended meanwhile: nobody calls me any more, so I call.
    return place(step, caller, callee, await placing(step, 'gateway', caller, callee));
  }
  for (const other of rooms) {
    if (other !== room) await endRoomBy(step, other, { do: 'give_up', cause: 'replaced' });
  }
  return acceptInvitation(step, room, row, caller);
}

/** The participant that this very tap has made already (platform-api.md 4, `checkdup`). */
async function repeat(
  step: Step,
  caller: Newcomer,
  callee: FoundPerson,
): Promise<Outcome<NewSessionResult> | undefined> {
  if (caller.checkdup === null) return undefined;
  const earlier = await step.tx
    .selectFrom('participant')
    .innerJoin('invitation', 'invitation.room_id', 'participant.room_id')
    .select(['participant.uuid', 'participant.room_id', 'participant.state'])
    .select(['invitation.reason', 'invitation.state as invitation_state'])
    .where('participant.proof', '=', caller.proof)
    .where('participant.checkdup', '=', caller.checkdup)
    .where((is) =>
      is.or([
        is.and([
          is('invitation.inviter_participant', '=', is.ref('participant.uuid')),
          is('invitation.callee_account_id', '=', callee.account.id),
        ]),
        is.and([
          is('invitation.reserved_participant', '=', is.ref('participant.uuid')),
          is('invitation.caller_account_id', '=', callee.account.id),
        ]),
      ]),
    )
    .orderBy('participant.joined_at', 'desc')
    .executeTakeFirst();
  if (earlier === undefined) return undefined;
  const room = await lockRoom(step, earlier.room_id);
  const person = room?.people.find(({ uuid }) => uuid === earlier.uuid);
  if (room !== undefined && person !== undefined) {
    const back = await comeAgain(step, room, person, caller);
    if (!back.ok) return back;
    const invitation = room.invitations.find(({ kind }) => kind === 'gateway');
    const peer = { address: callee.account.address, name: callee.account.displayName };
    return done(await newSessionResult(step.context, room.row, person, { peer, invitation }));
  }
  // One of our pages makes a value a tap, so this tap's call is over; it shall not ring anew.
  return caller.profile === 'ringway' ? refusedFor(earlier.reason ?? 'ended') : undefined;
}
