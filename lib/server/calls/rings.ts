import { domainPart, localPart } from '@/lib/platform/address';
import type { Incoming } from '@/lib/platform/calling';
import type { CancelReason } from '@/lib/platform/reasons';
import type { Context } from '@/lib/server/context';
import type { PushedRing } from '@/lib/server/push/push';
import type { Row } from '@/lib/server/store/schema';
import { ringingState } from '@/lib/server/store/states';
import { tellRegistration, writeLater, type Step } from './step';

/** A device that is to ring. `stream`: its stream is open now; `push`: it has a live push channel. */
export interface RingingDevice {
  readonly id: string;
  readonly registration: string | null;
  readonly stream: boolean;
  readonly push: boolean;
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

interface Rung {
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

/** Push goes at once where no stream is open, else after a second without `ringing` (call-rules.md 9). */
function handToPush(step: Step, invitation: Row<'invitation'>, rung: readonly Rung[]): void {
  const { context, after } = step;
  const pushed = rung
    .filter(({ device }) => device.push)
    .map(({ device, ring }) => ({
      stream: device.stream,
      ring: {
        invitation: invitation.id,
        ring: ring.id,
        device: device.id,
        expiresAt: invitation.deadline,
      },
    }));
  if (pushed.length === 0) return;
  const atOnce = pushed.filter(({ stream }) => !stream).map(({ ring }) => ring);
  const later = pushed.filter(({ stream }) => stream).map(({ ring }) => ring);
  after.run(() => {
    if (atOnce.length > 0) context.push.ring(atOnce);
    if (later.length === 0) return;
    context.clock.at(step.now + streamAlone, () => {
      pushUnheard(context, later).catch((error: unknown) => {
        context.log.error({ err: error }, 'rings could not be handed to push');
      });
    });
  });
}

async function pushUnheard(context: Context, rings: readonly PushedRing[]): Promise<void> {
  const unheard = await context.db
    .selectFrom('ring')
    .innerJoin('invitation', 'invitation.id', 'ring.invitation_id')
    .select('ring.id')
    .where(
      'ring.id',
      'in',
      rings.map(({ ring }) => ring),
    )
    .where('ring.heard_at', 'is', null)
    .where('invitation.state', '=', ringingState)
    .execute();
  const ids = new Set(unheard.map(({ id }) => id));
  const left = rings.filter(({ ring }) => ids.has(ring));
  if (left.length > 0) context.push.ring(left);
}

/** Every rung device but the one that decided learns that it is over, once (call-rules.md 6). */
export async function cancelRings(
  step: Step,
  invitation: string,
  reason: CancelReason,
  except: string | null,
): Promise<void> {
  const rings = await step.tx
    .selectFrom('ring')
    .select(['id', 'device_id', 'registration_id'])
    .where('invitation_id', '=', invitation)
    .execute();
  for (const ring of rings) {
    if (ring.registration_id === null || ring.device_id === except) continue;
    const data = { token: ringToken(step.context, ring.id), invitation, reason };
    tellRegistration(step, ring.registration_id, { name: 'incoming_cancelled', data });
  }
  step.after.run(() => step.context.push.drop(invitation));
}
