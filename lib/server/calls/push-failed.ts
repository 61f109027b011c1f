import { mayStillRing } from '@/lib/call/invitation';
import type { Context } from '@/lib/server/context';
import { pushOrder, recentStream } from '@/lib/server/devices/reach';
import { newPush, queuePushes } from '@/lib/server/push/queue';
import type { Row } from '@/lib/server/store/schema';
import { endInvitation } from './end-invitation';
import { ringPush } from './rings';
import { lockInvitation } from './room-store';
import { inStep, type Step } from './step';

/** How a push ends that rang nothing and never will. */
export const failedStates = ['refused', 'gone', 'failed'] as const;

/**
 * A ring's push failed for good: the device's next push channel is tried. Where there is none, and nothing
 * else can ring any device of the account, nobody is reached (call-rules.md 16).
 */
export function pushFailed(context: Context, push: Row<'push'>): Promise<void> {
  return inStep(context, async (step) => {
    const found = await step.tx
      .selectFrom('invitation')
      .select('room_id')
      .where('id', '=', push.invitation_id ?? '')
      .executeTakeFirst();
    const locked = found && (await lockInvitation(step, found.room_id, push.invitation_id ?? ''));
    if (locked?.row.state !== 'ringing') return;
    if (await tryNextChannel(step, locked.row, push)) return;
    if (locked.row.heard === 1 || (await canStillRing(step, locked.row.id))) return;
    await endInvitation(step, locked.room, locked.row, { do: 'unreachable' });
  });
}

async function tryNextChannel(
  step: Step,
  invitation: Row<'invitation'>,
  { ring_id }: Row<'push'>,
): Promise<boolean> {
  if (!mayStillRing(invitation.deadline, step.now)) return false;
  const ring = await step.tx
    .selectFrom('ring')
    .select(['heard_at', 'physical_id'])
    .where('id', '=', ring_id)
    .executeTakeFirst();
  // It rings by another way already, and shows a call once (call-rules.md 9).
  if (ring === undefined || ring.heard_at !== null) return true;
  const parts = await step.tx
    .selectFrom('device')
    .leftJoin('web_push', 'web_push.device_id', 'device.id')
    .selectAll('device')
    .select('web_push.endpoint')
    .where('physical_id', '=', ring.physical_id)
    .where('ring', '=', 1)
    .execute();
  const tried = await step.tx
    .selectFrom('push')
    .select('part_id')
    .where('ring_id', '=', ring_id)
    .where('purpose', '=', 'ring')
    .execute();
  const next = pushOrder(step.context.settings, parts, step.now).find(
    ({ id }) => !tried.some(({ part_id }) => part_id === id),
  );
  if (next === undefined) return false;
  queuePushes(step, [newPush(step, next, ringPush(step, invitation, ring_id, false))]);
  return true;
}

/** Whether a stream is open or was just now, or a push is on its way or has arrived, for any device. */
async function canStillRing(step: Step, invitation: string): Promise<boolean> {
  const rings = await step.tx
    .selectFrom('ring')
    .leftJoin('device', 'device.physical_id', 'ring.physical_id')
    .leftJoin('registration', 'registration.device_id', 'device.id')
    .select(['ring.id', 'registration.stream_open', 'registration.stream_seen_at'])
    .where('ring.invitation_id', '=', invitation)
    .execute();
  const streaming = rings.some(
    ({ stream_open, stream_seen_at }) =>
      stream_open === 1 || (stream_seen_at ?? 0) >= step.now - recentStream,
  );
  if (streaming) return true;
  const pushes = await step.tx
    .selectFrom('push')
    .select('state')
    .where(
      'ring_id',
      'in',
      rings.map(({ id }) => id),
    )
    .where('purpose', '=', 'ring')
    .execute();
  return pushes.some(({ state }) => !failedStates.some((failed) => failed === state));
}
