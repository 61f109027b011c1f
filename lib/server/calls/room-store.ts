import type { Invitation, InvitationStatus } from '@/lib/call/invitation';
import type { Member, MemberOnLiveKit, Room } from '@/lib/call/room-state';
import { participantStateSchema, type ParticipantState } from '@/lib/platform/room';
import type { Context, Tx } from '@/lib/server/context';
import type { Row } from '@/lib/server/store/schema';
import { forUpdate } from '@/lib/server/store/transaction';
import { leftState, ringingState } from '@/lib/server/store/states';
import type { Step } from './step';

/**
 * A room with what the rules need of it, read under its lock: everything that changes a room, its
 * participants, invitations or legs holds that lock. A step that changes a row changes it here too.
 */
export interface LoadedRoom {
  row: Row<'room'>;
  /** Who is in or waits to be admitted, in the order of their latest `new_session`. */
  people: Row<'participant'>[];
  /** Those that ring, and the one that opened a point-to-point call. */
  invitations: Row<'invitation'>[];
}

/** Reads a room and locks it until the step is done; undefined: there is none. */
export async function lockRoom(step: Step, id: string): Promise<LoadedRoom | undefined> {
  const { tx, context } = step;
  const query = forUpdate(selectRoom(tx, id), context.dialect);
  const row = await query.executeTakeFirst();
  return row && withPeople(tx, row);
}

/** Reads a room only to show it. */
export async function readRoom({ tx }: Step, id: string): Promise<LoadedRoom | undefined> {
  const row = await selectRoom(tx, id).executeTakeFirst();
  return row && withPeople(tx, row);
}

function selectRoom(tx: Tx, id: string) {
  return tx.selectFrom('room').selectAll().where('id', '=', id);
}

async function withPeople(tx: Tx, row: Row<'room'>): Promise<LoadedRoom> {
  const { id } = row;
  const people = await tx
    .selectFrom('participant')
    .selectAll()
    .where('room_id', '=', id)
    .where('state', '<>', leftState)
    .orderBy('joined_at')
    .execute();
  const invitations = await tx
    .selectFrom('invitation')
    .selectAll()
    .where('room_id', '=', id)
    .where((is) => is.or([is('state', '=', ringingState), is('kind', '=', 'gateway')]))
    .execute();
  return { row, people, invitations };
}

/** Locks several rooms, always in the same order, so that no two steps wait for each other. */
export async function lockRooms(step: Step, ids: readonly string[]): Promise<LoadedRoom[]> {
  const rooms: LoadedRoom[] = [];
  for (const id of [...new Set(ids)].sort()) {
    const room = await lockRoom(step, id);
    if (room !== undefined) rooms.push(room);
  }
  return rooms;
}

/** An invitation with its room, locked; undefined: there is none. */
export async function lockInvitation(
  step: Step,
  roomId: string,
  id: string,
): Promise<{ readonly room: LoadedRoom; readonly row: Row<'invitation'> } | undefined> {
  const room = await lockRoom(step, roomId);
  if (room === undefined) return undefined;
  const row =
    room.invitations.find((one) => one.id === id) ??
    (await step.tx.selectFrom('invitation').selectAll().where('id', '=', id).executeTakeFirst());
  return row && { room, row };
}

/** The room as its rules see it. */
export function ruleRoom(
  { row, people, invitations }: LoadedRoom,
  { livekit }: Pick<Context, 'livekit'>,
): Room {
  const opening = invitations.find((invitation) => invitation.kind === 'gateway');
  return {
    id: row.id,
    kind: row.kind,
    grew: row.grown === 1,
    state:
      row.state === 'open'
        ? { state: 'open' }
        : {
            state: 'ended',
            reason: row.end_reason ?? 'ended',
            cause: row.end_cause,
            at: row.ended_at ?? row.created_at,
          },
    host: row.host_account_id,
    caller: opening?.inviter_participant ?? people[0]?.uuid ?? '',
    locked: row.locked === 1,
    waitingRoom: row.waiting_room === 1,
    encrypted: row.encrypted === 1,
    guestsMuted: row.guests_muted === 1,
    shares: row.shares,
    members: people.map(ruleMember),
    ringing: invitations.filter((invitation) => invitation.state === 'ringing').length,
    engine: row.engine,
    liveKitAtHand: livekit?.atHand ?? 'none',
  };
}

function ruleMember(person: Row<'participant'>): Member {
  return {
    id: person.uuid,
    account: person.account_id,
    role: person.role === 'HOST' ? 'host' : 'guest',
    waiting: person.state === 'waiting',
    muted: person.is_muted === 1,
    maxPeers: person.max_peers,
    ...(stateOf(person).screen === true ? { sharesScreen: true } : {}),
    ...(person.grace_cause === 'connection_lost' ? { away: true } : {}),
    ...(person.livekit === 1 ? { livekit: onLiveKit(person) } : {}),
  };
}

function onLiveKit(person: Row<'participant'>): MemberOnLiveKit {
  return stateOf(person).engine === 'livekit' ? 'flows' : 'may';
}

/** What a participant said of itself (call-rules.md 18). */
export function stateOf(person: Row<'participant'>): ParticipantState {
  return participantStateSchema.parse(JSON.parse(person.media_state));
}

/** Whether media goes between two by a leg: nobody has one who came after the room went to LiveKit. */
export function hasLeg(
  room: Row<'room'>,
  one: Row<'participant'>,
  other: Row<'participant'>,
): boolean {
  if (one.uuid === other.uuid || one.state !== 'in' || other.state !== 'in') return false;
  return mayHaveLegs(room, one) && mayHaveLegs(room, other);
}

/** Whether a participant's media goes by legs, at least until it flows through LiveKit. */
export function mayHaveLegs(room: Row<'room'>, person: Row<'participant'>): boolean {
  if (room.engine === 'livekit') return false;
  return room.engine_changed_at === null || person.joined_at < room.engine_changed_at;
}

/** The invitation as its rules see it; `client` is the value that spent the winner's token. */
export function ruleInvitation(row: Row<'invitation'>, client: string | null): Invitation {
  return {
    id: row.id,
    room: row.room_id,
    caller: row.caller_account_id,
    callee: row.callee_account_id,
    inviter: row.inviter_participant,
    kind: row.kind,
    callType: row.call_type,
    placedAt: row.placed_at,
    deadline: row.deadline,
    waiting: row.waiting === 1,
    status: ruleStatus(row, client),
  };
}

function ruleStatus(row: Row<'invitation'>, client: string | null): InvitationStatus {
  if (row.state === 'ringing') {
    return { state: 'ringing', heard: row.heard === 1, answering: row.answering === 1 };
  }
  return {
    state: row.state,
    at: row.decided_at ?? row.placed_at,
    decidedBy: row.decided_by ?? 'server',
    reason: row.reason,
    ...(row.message === null ? {} : { message: row.message }),
    ...(client === null ? {} : { client }),
  };
}

/** When a newcomer joins: later than everyone who is in, so that their order is never in doubt. */
export function nextArrival(step: Step, people: readonly Row<'participant'>[]): number {
  return people.reduce((latest, { joined_at }) => Math.max(latest, joined_at + 1), step.now);
}
