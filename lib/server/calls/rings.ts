import type { CancelReason } from '@/lib/platform/reasons';
import { newPush, queuePushes } from '@/lib/server/push/queue';
import type { Row } from '@/lib/server/store/schema';
import { incomingOf, ringToken, type RingingCall } from './incoming';
import { pushOver, ringOtherStreams, ringsWithStreams } from './ring-parts';
import type { RingingDevice, Rung } from './rung';
import { tellRegistration, writeLater, type Step } from './step';

type Ringing = Pick<Row<'invitation'>, 'id' | 'deadline'>;

/** How long the open stream of a device may take to say `ringing` before push goes too (call-rules.md 9). */
const streamAlone = 1_000;

/**
 * Rings devices: a ring with its token each, `incoming` on their streams (unless the present state,
 * which is about to be sent, says it), the rest handed to push.
 */
export function ringDevices(
  step: Step,
  call: RingingCall,
  devices: readonly RingingDevice[],
  told: 'by event' | 'by present state' = 'by event',
): void {
  if (devices.length === 0) return;
  const rung = devices.map((device): Rung => ({ device, ring: newRing(step, call, device) }));
  writeLater(step, step.tx.insertInto('ring').values(rung.map(({ ring }) => ring)));
  for (const { ring } of rung) {
    if (ring.registration_id === null || told === 'by present state') continue;
    const data = incomingOf(step.context, call, ring.id);
    tellRegistration(step, ring.registration_id, { name: 'incoming', data });
  }
  handToPush(step, call.invitation, rung);
  ringOtherStreams(step, call.invitation.id, rung, streamAlone);
}

function newRing(step: Step, call: RingingCall, device: RingingDevice): Row<'ring'> {
  return {
    id: step.context.random.id(),
    invitation_id: call.invitation.id,
    device_id: device.id,
    physical_id: device.id,
    registration_id: device.registration,
    heard_at: null,
    client: null,
    created_at: step.now,
  };
}

/**
 * Push goes at once where no stream is open, else after a second without `ringing` (call-rules.md 9): by
 * the first of the device's push channels; the next follows only where that failed for good.
 */
function handToPush(step: Step, invitation: Ringing, rung: readonly Rung[]): void {
  const pushes = rung.flatMap(({ device, ring }) => {
    const [part] = device.pushes;
    return part === undefined
      ? []
      : [newPush(step, part, ringPush(step, invitation, ring.id, device.stream))];
  });
  queuePushes(step, pushes);
}

/** The push of a ring. */
export function ringPush(
  { now }: Pick<Step, 'now'>,
  invitation: Ringing,
  ring: string,
  isStreamFirst: boolean,
) {
  return {
    purpose: 'ring',
    ring,
    invitation: invitation.id,
    notBefore: isStreamFirst ? now + streamAlone : now,
    expiresAt: invitation.deadline,
  } as const;
}

/** Every rung device but the one that decided learns that it is over, once (call-rules.md 6). */
export async function cancelRings(
  step: Step,
  invitation: string,
  reason: CancelReason,
  except: string | null,
): Promise<void> {
  const rings = await ringsWithStreams(step, invitation);
  for (const ring of rings) {
    if (ring.device_id === except) continue;
    const data = { token: ringToken(step.context, ring.id), invitation, reason };
    for (const registration of ring.registrations) {
      tellRegistration(step, registration, { name: 'incoming_cancelled', data });
    }
  }
  const elsewhere = rings.filter(({ device_id }) => device_id !== except);
  await pushOver(
    step,
    invitation,
    elsewhere.map(({ id }) => id),
    reason,
  );
  step.after.run(() => step.context.push.drop(invitation));
}
