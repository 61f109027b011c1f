import { newPush, queuePushes, type PushedPart } from '@/lib/server/push/queue';
import { pushProviderOf } from '@/lib/server/push/channels';
import { ringingCall } from './callers';
import { mayRingLate, ringingFor, type Known, type Ringing } from './late-rings';
import { failedStates } from './push-failed';
import { ringDevices, ringPush } from './rings';
import type { Step } from './step';

/** A part of a device that registers its push token, with its registration. */
export type ArrivingPart = PushedPart & Known & { readonly registration: string };

/**
 * What rings already for the account rings by push on a phone that registers now (call-rules.md 6): it has no
 * stream by which it could learn of the call.
 */
export async function joinRingingByPush(step: Step, part: ArrivingPart): Promise<void> {
  if (pushProviderOf(step.context.settings, part) === null) return;
  for (const ringing of await ringingFor(step, part.account_id)) {
    if (mayRingLate(step, ringing, part)) await joinOne(step, ringing, part);
  }
}

async function joinOne(step: Step, { row }: Ringing, part: ArrivingPart): Promise<void> {
  const rings = await step.tx
    .selectFrom('ring')
    .select(['id', 'physical_id', 'registration_id', 'heard_at'])
    .where('invitation_id', '=', row.id)
    .execute();
  // A call that nobody hears has no rings at all: its caller was silenced.
  if (rings.length === 0) return;
  const own = rings.filter(({ physical_id }) => physical_id === part.physical_id);
  const [mine] = own;
  if (mine === undefined) {
    const rung = { stream: false, otherStreams: [], pushes: [part] };
    const device = { ...rung, id: part.physical_id, registration: part.registration };
    ringDevices(step, await ringingCall(step, row), [device]);
    return;
  }
  // An invitation shows once on a device (call-rules.md 9): what rings it already, or may, is enough.
  if (own.some(({ heard_at }) => heard_at !== null)) return;
  if (
    await isPushed(
      step,
      own.map(({ id }) => id),
      part,
    )
  )
    return;
  const isStreamFirst = own.some(({ registration_id }) => registration_id !== null);
  queuePushes(step, [newPush(step, part, ringPush(step, row, mine.id, isStreamFirst))]);
}

/** Whether a push was tried for this very part, or one for its device is on its way or has arrived. */
async function isPushed(
  step: Step,
  rings: readonly string[],
  part: ArrivingPart,
): Promise<boolean> {
  const push = await step.tx
    .selectFrom('push')
    .select('id')
    .where('ring_id', 'in', rings)
    .where('purpose', '=', 'ring')
    .where((is) => is.or([is('part_id', '=', part.id), is('state', 'not in', failedStates)]))
    .executeTakeFirst();
  return push !== undefined;
}
