import { decidePlacing, RING_LIMITS, type CalleeDevice, type Placing } from '@/lib/call/placing';
import { GRACE } from '@/lib/call/grace';
import type { RoomKind } from '@/lib/call/identity';
import type { FoundPerson } from '@/lib/server/accounts/find-address';
import { reachableDevices } from '@/lib/server/devices/reach';
import type { Row } from '@/lib/server/store/schema';
import { forUpdate } from '@/lib/server/store/transaction';
import { leftState } from '@/lib/server/store/states';
import type { Newcomer } from './arrivals';
import type { RingingDevice } from './rung';
import type { Step } from './step';

/** What placing a call means, and the devices that it may ring. */
export interface Placed {
  readonly placing: Placing;
  readonly devices: readonly RingingDevice[];
}

/** Who places a call: what the rules need of a newcomer, or of a participant that dials. */
type PlacingCaller = Pick<Newcomer, 'account' | 'device' | 'proof'>;

/**
 * Holds back every other step that places a call between these accounts, so that calling each other
 * at once is decided in one order (call-rules.md 11). On SQLite a step is alone anyway.
 */
export async function lockAccounts(step: Step, ids: readonly number[]): Promise<void> {
  const { tx, context } = step;
  if (context.dialect === 'sqlite') return;
  await forUpdate(
    tx.selectFrom('account').select('id').where('id', 'in', ids).orderBy('id'),
    context.dialect,
  ).execute();
}

/** Asks the rules what it means that `caller` calls `callee` now. Hold the lock on both accounts. */
export async function placing(
  step: Step,
  kind: RoomKind,
  caller: PlacingCaller,
  callee: FoundPerson,
): Promise<Placed> {
  const present = await engagements(step, callee.account.id, caller.device);
  const known = await calleeDevices(step, callee.account.id, present);
  const attempts = await attemptsBetween(step, caller, callee.account.id);
  const decided = decidePlacing({
    kind,
    now: step.now,
    caller: { account: caller.account?.id ?? null, device: caller.device },
    anonymousCallers: step.context.settings.anonymousCallers,
    callee: {
      account: callee.account.id,
      disabled: false,
      busy: callee.busy,
      unknownCallers: callee.unknownCallers,
      hasBlockedCaller: await hasBlocked(step, callee.account.id, caller),
      knowsCaller: await knows(step, caller, callee),
      devices: known.rules,
    },
    ringingFromCallee: attempts.fromCallee,
    openRooms: present.some(({ device_id }) => device_id === caller.device)
      ? await openRoomsWith(step, caller, callee.account.id)
      : [],
    unanswered: attempts.unanswered,
  });
  return { placing: decided, devices: known.ringing };
}

/** The account's devices, as the rules see them and as they are rung. */
async function calleeDevices(step: Step, account: number, present: readonly Present[]) {
  const { tx, context, now } = step;
  const reachable = await reachableDevices({ db: tx, settings: context.settings }, account, now);
  // A participant that reports alone keep makes nobody busy (call-rules.md 17).
  const engaged = present.filter(
    (person) => person.account_id === account && !keptByReportsAlone(person, now),
  );
  const roomsOf = (id: string | null) =>
    engaged.filter(({ device_id }) => device_id === id).map(({ room_id }) => room_id);
  const known = reachable.map(({ id, registration, otherStreams, pushes }) => {
    const rule: CalleeDevice = {
      id,
      rings: true,
      stream: ruleStream(registration),
      livePush: pushes.length > 0,
      engagedIn: roomsOf(id),
    };
    const ringing: RingingDevice = {
      id,
      registration: registration?.id ?? null,
      stream: registration?.stream_open === 1,
      otherStreams,
      pushes,
    };
    return { rule, ringing };
  });
  const ids = new Set<string | null>(reachable.map(({ id }) => id));
  // A call on a device that does not ring, or on none that is registered, engages all the same.
  const others = [...new Set(engaged.map(({ device_id }) => device_id))].filter(
    (id) => !ids.has(id),
  );
  const silent = others.map((id): CalleeDevice => ({
    id: id ?? '',
    rings: false,
    stream: { state: 'none' },
    livePush: false,
    engagedIn: roomsOf(id),
  }));
  return {
    rules: [...known.map(({ rule }) => rule), ...silent],
    ringing: known.map(({ ringing }) => ringing),
  };
}

function ruleStream(registration: Row<'registration'> | null): CalleeDevice['stream'] {
  if (registration?.stream_open === 1) return { state: 'open' };
  const closedAt = registration?.stream_seen_at ?? null;
  return closedAt === null ? { state: 'none' } : { state: 'closed', closedAt };
}

type Present = Pick<
  Row<'participant'>,
  'account_id' | 'room_id' | 'device_id' | 'profile' | 'grace_cause' | 'flowing_since'
>;

/** Who of the account is in a room or calling from one, and what the caller's device is in. */
async function engagements(step: Step, account: number, device: string | null): Promise<Present[]> {
  return step.tx
    .selectFrom('participant')
    .select(['account_id', 'room_id', 'device_id', 'profile', 'grace_cause', 'flowing_since'])
    .where((is) =>
      device === null
        ? is('account_id', '=', account)
        : is.or([is('account_id', '=', account), is('device_id', '=', device)]),
    )
    .where('state', '<>', leftState)
    .execute();
}

function keptByReportsAlone(
  { profile, grace_cause, flowing_since }: Present,
  now: number,
): boolean {
  return (
    grace_cause === 'connection_lost' &&
    flowing_since !== null &&
    now >= flowing_since + GRACE[profile]
  );
}

/** What these two have tried with each other lately. */
async function attemptsBetween(step: Step, caller: PlacingCaller, callee: number) {
  const since = step.now - RING_LIMITS.window;
  const account = caller.account?.id ?? null;
  const rows = await step.tx
    .selectFrom('invitation')
    .innerJoin('participant', 'participant.uuid', 'invitation.inviter_participant')
    .select(['invitation.id', 'invitation.caller_account_id', 'invitation.callee_account_id'])
    .select(['invitation.state', 'invitation.kind', 'invitation.placed_at'])
    .select('participant.device_id')
    .where('invitation.placed_at', '>', since)
    .where((is) =>
      account === null
        ? is.and([
            is('invitation.caller_account_id', 'is', null),
            is('invitation.callee_account_id', '=', callee),
            is('participant.proof', '=', caller.proof),
          ])
        : is.or([
            is.and([
              is('invitation.caller_account_id', '=', account),
              is('invitation.callee_account_id', '=', callee),
            ]),
            is.and([
              is('invitation.caller_account_id', '=', callee),
              is('invitation.callee_account_id', '=', account),
            ]),
          ]),
    )
    .orderBy('invitation.placed_at')
    .execute();
  const mine = rows.filter((row) => row.caller_account_id === account);
  const lastAnswered = mine.findLastIndex(({ state }) => state === 'accepted');
  const ringing = rows.find(
    (row) => row.state === 'ringing' && row.kind === 'gateway' && row.caller_account_id === callee,
  );
  return {
    unanswered: mine.slice(lastAnswered + 1).map(({ placed_at }) => placed_at),
    fromCallee:
      ringing === undefined || account === null
        ? null
        : { invitation: ringing.id, placedFrom: ringing.device_id },
  };
}

/** Open point-to-point rooms of the caller's device with the same callee (call-rules.md 12). */
async function openRoomsWith(step: Step, caller: PlacingCaller, callee: number): Promise<string[]> {
  if (caller.device === null || caller.account === null) return [];
  const me = caller.account.id;
  const rows = await step.tx
    .selectFrom('participant')
    .innerJoin('room', 'room.id', 'participant.room_id')
    .innerJoin('invitation', 'invitation.room_id', 'room.id')
    .select('room.id')
    .distinct()
    .where('participant.device_id', '=', caller.device)
    .where('participant.state', '<>', leftState)
    .where('room.kind', '=', 'gateway')
    .where((is) =>
      is.or([
        is.and([
          is('invitation.caller_account_id', '=', me),
          is('invitation.callee_account_id', '=', callee),
        ]),
        is.and([
          is('invitation.caller_account_id', '=', callee),
          is('invitation.callee_account_id', '=', me),
        ]),
      ]),
    )
    .execute();
  return rows.map(({ id }) => id);
}

async function hasBlocked(step: Step, callee: number, caller: PlacingCaller): Promise<boolean> {
  if (caller.account === null) return false;
  const row = await step.tx
    .selectFrom('blocked')
    .select('address')
    .where('account_id', '=', callee)
    .where('address', '=', caller.account.address)
    .executeTakeFirst();
  return row !== undefined;
}

/** Of the same organisation, or somebody whom the callee has called or answered before. */
async function knows(step: Step, caller: PlacingCaller, callee: FoundPerson): Promise<boolean> {
  if (callee.unknownCallers === 'ring') return true;
  if (caller.account === null) return false;
  if (caller.account.organisation === callee.account.organisation) return true;
  const line = await step.tx
    .selectFrom('call_record')
    .select('id')
    .where('account_id', '=', callee.account.id)
    .where('peer_address', '=', caller.account.address)
    .where((is) => is.or([is('direction', '=', 'outgoing'), is('outcome', '=', 'answered')]))
    .executeTakeFirst();
  return line !== undefined;
}
