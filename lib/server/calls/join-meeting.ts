import { decideRoom } from '@/lib/call/room';
import { memberOf } from '@/lib/call/room-state';
import type { NewSessionResult } from '@/lib/platform/room';
import type { FoundMeeting } from '@/lib/server/accounts/find-address';
import type { Context } from '@/lib/server/context';
import { done, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { forUpdate } from '@/lib/server/store/transaction';
import { openState } from '@/lib/server/store/states';
import { applyRoom, roleOf } from './apply-room';
import { comeAgain, newcomer, newPerson, type Asking, type Newcomer } from './arrivals';
import { endRoomBy } from './end-room';
import { outgoing, writeLines } from './history';
import { admission, type Admitted } from './pins';
import { refusedFor } from './replies';
import { newSessionResult } from './results';
import { lockRoom, nextArrival, ruleRoom, type LoadedRoom } from './room-store';
import { inStep, type Step } from './step';

/** Joins the meeting at an address; the first who comes opens its room (platform-api.md 4). */
export async function joinMeeting(
  context: Context,
  asking: Asking,
  found: FoundMeeting,
  pin: string | undefined,
): Promise<Outcome<NewSessionResult>> {
  const who = newcomer(context, asking);
  const { account } = who;
  const admitted = admission(context, found.meeting, { account, network: asking.network, pin });
  if (!admitted.ok) return admitted;
  // It may be the one whom legs do not carry: whether LiveKit is there is asked now.
  await context.livekit?.look();
  return inStep(context, async (step) => {
    const room = await openRoomOf(step, found, who);
    const again = repeatOf(room, who);
    if (again !== undefined) {
      await comeAgain(step, room, again, who);
      return done(await newSessionResult(context, room.row, again, {}));
    }
    await leaveEarlier(step, room, who);
    return join(step, await reopened(step, room, found, who), who, admitted.value);
  });
}

/** The meeting's open room, locked; opened here if there is none. */
async function openRoomOf(step: Step, found: FoundMeeting, who: Newcomer): Promise<LoadedRoom> {
  const { tx, context } = step;
  const { meeting } = found;
  // Two who come first at once open one room: the meeting's row is their turnstile.
  await forUpdate(
    tx.selectFrom('meeting').select('id').where('id', '=', meeting.id),
    context.dialect,
  ).execute();
  const open = await tx
    .selectFrom('room')
    .select('id')
    .where('meeting_id', '=', meeting.id)
    .where('state', '=', openState)
    .executeTakeFirst();
  const room = open && (await lockRoom(step, open.id));
  return room?.row.state === 'open' ? room : openNew(step, found, who);
}

async function openNew(step: Step, found: FoundMeeting, who: Newcomer): Promise<LoadedRoom> {
  const { meeting, organisation, address } = found;
  const row: Row<'room'> = {
    id: step.context.random.id(),
    kind: 'conference',
    meeting_id: meeting.id,
    organisation_id: organisation,
    address,
    name: meeting.name,
    call_type: who.callType,
    host_account_id: meeting.owner_account_id,
    state: 'open',
    end_reason: null,
    end_cause: null,
    locked: 0,
    guests_muted: 0,
    grown: 0,
    engine: 'direct',
    engine_changed_at: null,
    livekit_name: null,
    created_at: step.now,
    ended_at: null,
  };
  await step.tx.insertInto('room').values(row).execute();
  return { row, people: [], invitations: [] };
}

function repeatOf(room: LoadedRoom, who: Newcomer): Row<'participant'> | undefined {
  if (who.checkdup === null) return undefined;
  return room.people.find(
    ({ proof, checkdup }) => proof === who.proof && checkdup === who.checkdup,
  );
}

/** A page that lost its memory comes anew: what it was before cannot go on, and must not stay as a ghost. */
async function leaveEarlier(step: Step, room: LoadedRoom, who: Newcomer): Promise<void> {
  if (who.profile !== 'ringway' || who.registration === null) return;
  for (const { uuid, registration_id } of [...room.people]) {
    if (registration_id !== who.registration) continue;
    await endRoomBy(step, room, { do: 'leave', participant: uuid, cause: 'moved' });
  }
}

/** The room again, or a new one if it ended with the newcomer's earlier self. */
function reopened(
  step: Step,
  room: LoadedRoom,
  found: FoundMeeting,
  who: Newcomer,
): Promise<LoadedRoom> {
  return room.row.state === 'open' ? Promise.resolve(room) : openNew(step, found, who);
}

async function join(
  step: Step,
  room: LoadedRoom,
  who: Newcomer,
  admitted: Admitted,
): Promise<Outcome<NewSessionResult>> {
  const before = ruleRoom(room, step.context);
  const joiner = {
    id: step.context.random.uuid(),
    account: who.account?.id ?? null,
    role: admitted,
    maxPeers: who.maxPeers,
    ...(who.livekit ? { livekit: 'may' as const } : {}),
    // Other makers' clients know no waiting room.
    canWait: who.profile === 'ringway',
  };
  const decision = decideRoom(before, { do: 'join', joiner }, step.now);
  if (decision.outcome !== 'changed') {
    return refusedFor(decision.outcome === 'refused' ? decision.reason : 'ended');
  }
  const waits = decision.events.some(({ event }) => event === 'participant_waits');
  const member = memberOf(before, joiner);
  const person = newPerson(step, room.row.id, who, {
    uuid: joiner.id,
    role: roleOf(member),
    state: waits ? 'waiting' : 'in',
    is_muted: member.muted ? 1 : 0,
    joined_at: nextArrival(step, room.people),
  });
  await step.tx.insertInto('participant').values(person).execute();
  room.people.push(person);
  await applyRoom(step, room, decision);
  remember(step, room, person);
  return done(await newSessionResult(step.context, room.row, person, {}));
}

/** One line in the history of whoever has an account. */
function remember(
  step: Step,
  { row }: LoadedRoom,
  { account_id, call_type: callType }: Row<'participant'>,
): void {
  if (account_id === null) return;
  const call = { room: row.id, invitation: null, kind: row.kind, callType };
  const peer = { address: row.address, name: row.name };
  const line = outgoing(step, account_id, call, peer);
  writeLines(step, [{ ...line, outcome: 'answered', answered_at: step.now }]);
}
