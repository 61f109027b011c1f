import { decideRoom, type RoomDecision } from '@/lib/call/room';
import { memberOf } from '@/lib/call/room-state';
import type { NewSessionResult } from '@/lib/platform/room';
import type { FoundMeeting } from '@/lib/server/accounts/find-address';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { forUpdate } from '@/lib/server/store/transaction';
import { leftState, openState } from '@/lib/server/store/states';
import { applyRoom, roleOf } from './apply-room';
import { comeAgain, newcomer, newPerson, type Asking, type Newcomer } from './arrivals';
import { endRoomBy } from './end-room';
import { recordJoin } from './history';
import { applyDecision, decideOn } from './invitations';
import { admission, type Admitted } from './pins';
import { refusedBecause, refusedFor } from './replies';
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
  const again = await comesAgain(context, found, who);
  if (again !== undefined) return again;
  const { account } = who;
  const admitted = admission(context, found.meeting, { account, network: asking.network, pin });
  if (!admitted.ok) return admitted;
  // It may be the one whom legs do not carry: whether LiveKit is there is asked now.
  await context.livekit?.look();
  return inStep(context, async (step) => {
    const open = await openRoomOf(step, found);
    const repeated = open && (await repeat(step, open, who));
    if (repeated !== undefined) return repeated;
    if (open !== undefined) await leaveEarlier(step, open, who);
    // It may have ended with the newcomer's earlier self.
    const goesOn = open?.row.state === 'open' ? open : undefined;
    return join(step, goesOn ?? freshRoom(step, found, who), who, admitted.value);
  });
}

/**
 * Whoever is in already, and proves it, is not asked for the PIN again: one that guesses from the same network,
 * or a PIN that was changed, keeps nobody from coming back after a reload.
 */
async function comesAgain(
  context: Context,
  { meeting }: FoundMeeting,
  who: Newcomer,
): Promise<Outcome<NewSessionResult> | undefined> {
  if (who.checkdup === null) return undefined;
  const found = await context.db
    .selectFrom('participant')
    .innerJoin('room', 'room.id', 'participant.room_id')
    .select('room.id')
    .where('room.meeting_id', '=', meeting.id)
    .where('room.state', '=', openState)
    .where('participant.state', '<>', leftState)
    .where('participant.proof', '=', who.proof)
    .where('participant.checkdup', '=', who.checkdup)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  return inStep(context, async (step) => {
    const room = await lockRoom(step, found.id);
    return room && repeat(step, room, who);
  });
}

/** The same tap again: its participant, if that is still in. */
async function repeat(
  step: Step,
  room: LoadedRoom,
  who: Newcomer,
): Promise<Outcome<NewSessionResult> | undefined> {
  if (who.checkdup === null) return undefined;
  const again = room.people.find(
    ({ proof, checkdup }) => proof === who.proof && checkdup === who.checkdup,
  );
  if (again === undefined) return undefined;
  const back = await comeAgain(step, room, again, who);
  if (!back.ok) return back;
  return done(await newSessionResult(step.context, room.row, again, {}));
}

/** The meeting's open room, locked; undefined: there is none. */
async function openRoomOf(step: Step, { meeting }: FoundMeeting): Promise<LoadedRoom | undefined> {
  const { tx, context } = step;
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
  return room?.row.state === 'open' ? room : undefined;
}

/** A room for the first who comes, written once they are let in. */
function freshRoom(
  step: Step,
  { meeting, organisation, address }: FoundMeeting,
  who: Newcomer,
): LoadedRoom {
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
    shares: meeting.shares,
    waiting_room: meeting.waiting_room,
    encrypted: meeting.encrypted,
    created_at: step.now,
    ended_at: null,
  };
  return { row, people: [], invitations: [] };
}

/**
 * A page that lost its memory comes anew: what its device was before cannot go on, and must not stay as a ghost.
 * Another device of the same account is another participant.
 */
async function leaveEarlier(step: Step, room: LoadedRoom, who: Newcomer): Promise<void> {
  if (who.profile !== 'ringway' || who.device === null) return;
  for (const { uuid, device_id, profile } of [...room.people]) {
    if (device_id !== who.device || profile !== 'ringway') continue;
    await endRoomBy(step, room, { do: 'leave', participant: uuid, cause: 'moved' });
  }
}

async function join(
  step: Step,
  room: LoadedRoom,
  who: Newcomer,
  admitted: Admitted,
): Promise<Outcome<NewSessionResult>> {
  const before = ruleRoom(room, step.context);
  const rings = invitationFor(room, who);
  const joiner = {
    id: rings?.reserved_participant ?? step.context.random.uuid(),
    account: who.account?.id ?? null,
    role: admitted,
    maxPeers: who.maxPeers,
    ...(who.livekit ? { livekit: 'may' as const } : {}),
    // Other makers' clients know no waiting room.
    canWait: who.profile === 'ringway',
    hasKey: who.hasKey,
  };
  const command = { do: rings === undefined ? 'join' : 'accept', joiner } as const;
  const decision = decideRoom(before, command, step.now);
  if (decision.outcome === 'repeat') return refusedFor('ended');
  if (decision.outcome === 'refused') return refusalOf(room, decision);
  if (room.people.length === 0) await step.tx.insertInto('room').values(room.row).execute();
  if (rings !== undefined) await answerByJoining(step, room, rings, who);
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
  // Whoever is rung, or waits for a host, has a line by that, or when let in.
  if (rings === undefined && !waits) recordJoin(step, room.row, person);
  return done(await newSessionResult(step.context, room.row, person, { invitation: rings }));
}

/** What rings for the newcomer in this very room. */
function invitationFor({ invitations }: LoadedRoom, { account }: Newcomer) {
  return invitations.find(
    ({ state, callee_account_id }) => state === 'ringing' && callee_account_id === account?.id,
  );
}

/** Whoever is rung and comes by the meeting's address instead has answered: nothing rings on (call-rules.md 6). */
async function answerByJoining(
  step: Step,
  room: LoadedRoom,
  row: Row<'invitation'>,
  { device, proof, checkdup: client }: Newcomer,
): Promise<void> {
  const answers = { do: 'accept', device: device ?? proof, client } as const;
  const decision = await decideOn(step, row, answers);
  if (decision.outcome === 'changed') await applyDecision(step, room, row, decision);
}

function refusalOf(
  { row }: LoadedRoom,
  { reason, because }: Extract<RoomDecision, { outcome: 'refused' }>,
): Outcome<never> {
  if (because !== undefined) return refusedBecause(reason, because);
  const cannotWait = reason === 'locked' && row.locked === 0;
  return cannotWait ? refused('locked', cannotWaitText) : refusedFor(reason);
}

const cannotWaitText =
  'The host lets people into this meeting one by one, and this program cannot wait for that. Open its link in a browser.';
