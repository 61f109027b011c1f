import type { CancelReason } from '@/lib/platform/reasons';
import type { Context } from '@/lib/server/context';
import { isWebPushOn } from '@/lib/server/push/channels';
import { newPush, queuePushes } from '@/lib/server/push/queue';
import { overLasts } from '@/lib/server/push/web-push/message';
import type { Row } from '@/lib/server/store/schema';
import { ringingCall } from './callers';
import { incomingOf } from './incoming';
import type { Rung } from './rung';
import { lockRoom } from './room-store';
import { inStep, tellRegistration, type Step } from './step';

/** A ring with the registrations that may show it: the one told first, and those of its device's parts. */
export interface RingWithStreams {
  readonly id: string;
  readonly device_id: string;
  readonly registrations: readonly string[];
}

/**
 * The rings of an invitation, with who must hear that they are over. Parts that were paired while both rang
 * have a ring each: what a registration shows is its own.
 */
export async function ringsWithStreams(
  step: Step,
  invitation: string,
): Promise<readonly RingWithStreams[]> {
  const rows = await step.tx
    .selectFrom('ring')
    .leftJoin('device', 'device.physical_id', 'ring.physical_id')
    .leftJoin('registration', 'registration.device_id', 'device.id')
    .select(['ring.id', 'ring.device_id', 'ring.registration_id', 'registration.id as part'])
    .where('ring.invitation_id', '=', invitation)
    .execute();
  const shown = new Set(rows.map(({ registration_id }) => registration_id));
  const rings = new Map<string, { device_id: string; registrations: Set<string> }>();
  for (const { id, device_id, registration_id, part } of rows) {
    const ring = rings.get(id) ?? { device_id, registrations: new Set<string>() };
    if (registration_id !== null) ring.registrations.add(registration_id);
    if (part !== null && !shown.has(part)) ring.registrations.add(part);
    rings.set(id, ring);
  }
  return [...rings].map(([id, { device_id, registrations }]) => ({
    id,
    device_id,
    registrations: [...registrations],
  }));
}

/**
 * An invitation shows once on a device (call-rules.md 9): the stream that opened last is told first, the
 * streams of its other parts only when nothing has rung after `patience` ms.
 */
export function ringOtherStreams(
  { context, after, now }: Step,
  invitation: string,
  rung: readonly Rung[],
  patience: number,
): void {
  const waiting = rung.filter(({ device }) => device.otherStreams.length > 0);
  if (waiting.length === 0) return;
  after.run(() => {
    context.clock.at(now + patience, () => {
      tellOthers(context, invitation, waiting).catch((error: unknown) => {
        context.log.error({ err: error }, 'other parts of a device could not be rung');
      });
    });
  });
}

function tellOthers(context: Context, invitation: string, waiting: readonly Rung[]): Promise<void> {
  return inStep(context, async (step) => {
    const found = await step.tx
      .selectFrom('invitation')
      .select('room_id')
      .where('id', '=', invitation)
      .executeTakeFirst();
    const room = found && (await lockRoom(step, found.room_id));
    const row = room?.invitations.find(({ id }) => id === invitation);
    if (row?.state !== 'ringing') return;
    const unheard = await step.tx
      .selectFrom('ring')
      .select('id')
      .where('invitation_id', '=', invitation)
      .where('heard_at', 'is', null)
      .execute();
    const call = await ringingCall(step, row);
    for (const { device, ring } of waiting) {
      if (!unheard.some(({ id }) => id === ring.id)) continue;
      const data = incomingOf(context, call, ring.id);
      for (const registration of device.otherStreams) {
        tellRegistration(step, registration, { name: 'incoming', data });
      }
    }
  });
}

/**
 * What a web push has shown is taken back by another one (platform-api.md 3): it becomes "Missed call",
 * or says where it was answered. VoIP pushes never cancel (call-rules.md 10).
 */
export async function pushOver(
  step: Step,
  invitation: string,
  rings: readonly string[],
  reason: CancelReason,
): Promise<void> {
  if (rings.length === 0 || !isWebPushOn(step.context.settings)) return;
  const shown = await step.tx
    .selectFrom('push')
    .innerJoin('device', 'device.id', 'push.part_id')
    .innerJoin('web_push', 'web_push.device_id', 'device.id')
    .selectAll('device')
    .select(['web_push.endpoint', 'push.ring_id'])
    .where('push.ring_id', 'in', rings)
    .where('push.provider', '=', 'web')
    .where('push.purpose', '=', 'ring')
    .execute();
  const over = (part: (typeof shown)[number]): Row<'push'> =>
    newPush(step, part, {
      purpose: 'over',
      ring: part.ring_id,
      invitation,
      overReason: reason,
      notBefore: step.now,
      expiresAt: step.now + overLasts(reason),
    });
  queuePushes(step, shown.map(over));
}
