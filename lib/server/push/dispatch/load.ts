import { mayStillRing } from '@/lib/call/invitation';
import { incomingOf, type RingingCall } from '@/lib/server/calls/incoming';
import { testIncoming } from '@/lib/server/calls/test-incoming';
import type { Context } from '@/lib/server/context';
import type { PushMessage, PushTarget } from '@/lib/server/push/push';
import type { Row } from '@/lib/server/store/schema';

/** A push as it is to be sent, or why it is not. */
export type Loaded = { readonly row: Row<'push'> } & (
  | { readonly send: true; readonly target: PushTarget; readonly message: PushMessage }
  | { readonly send: false; readonly state: 'dropped' | 'heard' | 'expired' | 'failed' }
);

type PushRow = Awaited<ReturnType<typeof readPushes>>[number];

/** Reads what is to be sent of pushes that wait: their targets as they are registered now, and what rings. */
export async function loadPushes(
  context: Context,
  ids: readonly string[],
): Promise<readonly Loaded[]> {
  const pushes = await readPushes(context, ids);
  const calls = await readCalls(
    context,
    new Set(pushes.flatMap(({ invitation_id }) => invitation_id ?? [])),
  );
  const tests = await readTests(
    context,
    pushes.filter(({ purpose }) => purpose === 'test').map(({ ring_id }) => ring_id),
  );
  return pushes.map((push) => loaded(context, push, { calls, tests }));
}

function readPushes({ db }: Context, ids: readonly string[]) {
  return db
    .selectFrom('push')
    .leftJoin('device', 'device.id', 'push.part_id')
    .leftJoin('web_push', 'web_push.device_id', 'push.part_id')
    .leftJoin('account', 'account.id', 'push.account_id')
    .leftJoin('ring', 'ring.id', 'push.ring_id')
    .selectAll('push')
    .select([
      'device.device_id as registered_as',
      'device.kind',
      'web_push.endpoint',
      'web_push.p256dh',
      'web_push.auth',
      'web_push.language',
      'account.disabled_at',
      'ring.heard_at',
    ])
    .where('push.id', 'in', ids)
    .where('push.state', 'in', ['waiting', 'sending'])
    .execute();
}

interface Call extends RingingCall {
  readonly state: Row<'invitation'>['state'];
}

/** Each call once, however many devices it rings. */
async function readCalls(
  { db }: Context,
  invitations: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Call>> {
  if (invitations.size === 0) return new Map();
  const rows = await db
    .selectFrom('invitation')
    .innerJoin('room', 'room.id', 'invitation.room_id')
    .innerJoin('participant', 'participant.uuid', 'invitation.inviter_participant')
    .leftJoin('account', 'account.id', 'participant.account_id')
    .leftJoin('organisation', 'organisation.id', 'account.organisation_id')
    .select([
      'invitation.id',
      'invitation.kind',
      'invitation.call_type',
      'invitation.state',
      'invitation.waiting',
      'invitation.placed_at',
      'invitation.deadline',
      'room.address as room_address',
      'participant.address as caller_address',
      'participant.display_name as caller_name',
      'organisation.name as organisation',
    ])
    .where('invitation.id', 'in', [...invitations])
    .execute();
  return new Map(
    rows.map(({ room_address, caller_address, caller_name, organisation, ...invitation }) => {
      const caller = { address: caller_address, displayName: caller_name, organisation };
      const { id, state } = invitation;
      return [id, { invitation, address: room_address, caller, state }];
    }),
  );
}

async function readTests(
  context: Context,
  tests: readonly string[],
): Promise<ReadonlyMap<string, Row<'ring_test'>>> {
  if (tests.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('ring_test')
    .selectAll()
    .where('id', 'in', tests)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

function loaded(
  context: Context,
  push: PushRow,
  known: {
    readonly calls: ReadonlyMap<string, Call>;
    readonly tests: ReadonlyMap<string, Row<'ring_test'>>;
  },
): Loaded {
  const row: Row<'push'> = push;
  const now = context.clock.now();
  const target = targetOf(context, push);
  const call = known.calls.get(row.invitation_id ?? '');
  if (push.disabled_at !== null) return { row, send: false, state: 'dropped' };
  if (target === null) {
    // The token went since it was queued: another channel of the device may still ring it.
    const isLost = row.purpose === 'ring' && call?.state === 'ringing';
    return { row, send: false, state: isLost ? 'failed' : 'dropped' };
  }
  if (now >= row.expires_at) return { row, send: false, state: 'expired' };
  if (row.purpose === 'test') {
    const test = known.tests.get(row.ring_id);
    if (test === undefined || test.over_at !== null) return { row, send: false, state: 'dropped' };
    const incoming = testIncoming(context, test, row.provider);
    return { row, send: true, target, message: { purpose: 'test', incoming } };
  }
  if (call === undefined) return { row, send: false, state: 'dropped' };
  const incoming = incomingOf(context, call, row.ring_id);
  if (row.over_reason !== null) {
    const message = { purpose: 'over', incoming, reason: row.over_reason } as const;
    return { row, send: true, target, message };
  }
  if (call.state !== 'ringing') return { row, send: false, state: 'dropped' };
  if (!mayStillRing(row.expires_at, now)) return { row, send: false, state: 'expired' };
  // Only a push that held back for a stream is made needless by it: one that left may be what rang.
  const heldBack = row.not_before > row.queued_at && row.state === 'waiting';
  if (heldBack && push.heard_at !== null) return { row, send: false, state: 'heard' };
  return { row, send: true, target, message: { purpose: 'ring', incoming } };
}

/** Where it goes now: a token or subscription that is gone, or of other credentials, is no target any more. */
function targetOf({ settings }: Context, push: PushRow): PushTarget | null {
  if (push.provider === 'web') {
    const { endpoint, p256dh, auth, language } = push;
    if (endpoint === null || p256dh === null || auth === null) return null;
    return { provider: 'web', endpoint, p256dh, auth, language: language ?? 'en' };
  }
  const appKey = settings.appKeys.find(({ key }) => key === push.app_key);
  const token = push.registered_as?.slice(0, push.registered_as.lastIndexOf('__'));
  if (appKey === undefined || appKey.credentials === null || !token) return null;
  if (appKey.provider === 'apns') return { provider: 'apns', appKey, token };
  return {
    provider: 'jpush',
    appKey,
    registrationId: token,
    platform: push.kind === 'android' ? 'android' : 'ios',
  };
}
