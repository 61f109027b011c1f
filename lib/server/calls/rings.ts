import { domainPart, localPart } from '@/lib/platform/address';
import type { Incoming } from '@/lib/platform/calling';
import type { CancelReason } from '@/lib/platform/reasons';
import type { Context } from '@/lib/server/context';
import { newPush, queuePushes, type PushedPart } from '@/lib/server/push/queue';
import type { Row } from '@/lib/server/store/schema';
import { pushOver, ringOtherStreams, ringsWithStreams } from './ring-parts';
import { tellRegistration, writeLater, type Step } from './step';

/**
 * A physical device that is to ring. `stream`: its stream is open now; `pushes`: its parts that a push
 * reaches, in the order in which they are tried.
 */
export interface RingingDevice {
  readonly id: string;
  readonly registration: string | null;
  readonly stream: boolean;
  /** Registrations of its other parts whose streams are open too. */
  readonly otherStreams: readonly string[];
  readonly pushes: readonly PushedPart[];
}

/** How a caller is shown to whom it calls. */
export interface Caller {
  /** Empty for an anonymous caller (platform-api.md 4). */
  readonly address: string;
  readonly displayName: string;
  readonly organisation: string | null;
}

/** What rings: an invitation, the address of its room and its caller. */
export interface RingingCall {
  readonly invitation: Row<'invitation'>;
  readonly address: string;
  readonly caller: Caller;
}

/** How long the open stream of a device may take to say `ringing` before push goes too (call-rules.md 9). */
const streamAlone = 1_000;

/** The number of a ring's one token: a repeat and a push after a restart carry the same. */
const onlyToken = 1;

/** The one-time token of a ring. */
function ringToken(context: Context, ring: string): string {
  return context.tokens.write('ring', ring, onlyToken);
}

/** The message that reaches a rung device (platform-api.md 3). */
export function incomingOf(context: Context, call: RingingCall, ring: string): Incoming {
  const { invitation, address, caller } = call;
  return {
    remote_alias: localPart(caller.address),
    owner: domainPart(caller.address),
    remote_display_name: caller.displayName,
    conference_alias: address,
    token: ringToken(context, ring),
    time: String(Math.floor(invitation.placed_at / 1_000)),
    service_type: invitation.kind,
    bsskey: invitation.id,
    invitation: invitation.id,
    remote_address: caller.address,
    ...(caller.organisation === null ? {} : { remote_organisation: caller.organisation }),
    call_type: invitation.call_type,
    expires_at: Math.floor(invitation.deadline / 1_000),
    origin: context.settings.origin,
    waiting: invitation.waiting === 1,
  };
}

/** A device with its ring. */
export interface Rung {
  readonly device: RingingDevice;
  readonly ring: Row<'ring'>;
}

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
function handToPush(step: Step, invitation: Row<'invitation'>, rung: readonly Rung[]): void {
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
  invitation: Row<'invitation'>,
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
