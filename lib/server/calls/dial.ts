import type * as z from 'zod/mini';
import { decideRoom, mayDial } from '@/lib/call/room';
import type { dialBodySchema } from '@/lib/platform/room';
import { findAddress, type FoundPerson } from '@/lib/server/accounts/find-address';
import type { KnownAccount, ParticipantAuthority } from '@/lib/server/authority';
import { knownAccount, selectKnownAccounts } from '@/lib/server/accounts/known-account';
import type { Context } from '@/lib/server/context';
import { done, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { applyRoom } from './apply-room';
import { giveSign } from './grace-store';
import { invite } from './invite';
import { lockAccounts, placing } from './placing-facts';
import { refusedAs, refusedBecause, refusedFor } from './replies';
import { lockRoom, ruleRoom, type LoadedRoom } from './room-store';
import { inStep, type Step } from './step';

/** What `dial` answers: the reserved uuid, and the invitation that rings (platform-api.md 4). */
interface Dialled {
  readonly participant: string;
  readonly invitation: string;
}

/**
 * Rings another address into the room, under the same permission as a call (platform-api.md 4). A
 * point-to-point room becomes a meeting for good. A repeat while it rings returns the same.
 */
export async function dial(
  context: Context,
  authority: ParticipantAuthority,
  body: z.infer<typeof dialBodySchema>,
): Promise<Outcome<Dialled>> {
  const inviter = await inviterOf(context, authority);
  if (inviter === undefined) return refusedFor('forbidden');
  await context.livekit?.look();
  const found = await findAddress(context.db, context.settings, body.destination, inviter);
  if (found?.kind !== 'person') return refusedFor('not_found');
  return inStep(context, async (step) => {
    await lockAccounts(step, [inviter.id, found.account.id]);
    const room = await lockRoom(step, authority.room);
    const person = room?.people.find(({ uuid }) => uuid === authority.participant);
    if (room === undefined || person === undefined) return refusedFor('ended');
    await giveSign(step, room, person);
    const callType = body.call_type === 'audio' ? 'audio' : 'video';
    return dialFrom(step, room, { person, account: inviter, callType }, found);
  });
}

/** The account behind a participant; only those with one may dial. */
async function inviterOf(
  context: Context,
  { participant }: ParticipantAuthority,
): Promise<KnownAccount | undefined> {
  const row = await selectKnownAccounts(context.db)
    .innerJoin('participant', 'participant.account_id', 'account.id')
    .where('participant.uuid', '=', participant)
    .executeTakeFirst();
  return row && knownAccount(row);
}

interface Inviter {
  readonly person: Row<'participant'>;
  readonly account: KnownAccount;
  readonly callType: Row<'invitation'>['call_type'];
}

async function dialFrom(
  step: Step,
  room: LoadedRoom,
  { person, account, callType }: Inviter,
  callee: FoundPerson,
): Promise<Outcome<Dialled>> {
  // Before the door nobody learns who is rung.
  if (person.state !== 'in') return refusedFor('forbidden');
  const ringing = room.invitations.find(
    ({ state, callee_account_id }) =>
      state === 'ringing' && callee_account_id === callee.account.id,
  );
  if (ringing !== undefined) return done(dialled(ringing));
  const rules = ruleRoom(room, step.context);
  const permission = mayDial(rules, person.uuid);
  if (!permission.allowed) return refusedAs(permission);
  if (isThere(room, callee)) return refusedBecause('bad_request', 'already_in');
  const caller = { account, device: person.device_id, proof: person.proof };
  const { placing: decided, devices } = await placing(step, 'conference', caller, callee);
  const inviting = { room, inviter: person, callee, kind: 'conference', callType } as const;
  switch (decided.outcome) {
    case 'refused':
      return refusedFor(decided.reason, decided.retryAfter);
    case 'busy':
      await invite(step, inviting, { state: 'busy', calleeRemembers: true });
      return refusedFor('busy');
    case 'unreachable': {
      const calleeRemembers = decided.because === 'no_device';
      await invite(step, inviting, { state: 'unreachable', calleeRemembers });
      return refusedFor('unreachable');
    }
    case 'answer_glare':
      return refusedFor('bad_request');
    case 'ring': {
      const promotion = decideRoom(rules, { do: 'promote', by: person.uuid }, step.now);
      if (promotion.outcome === 'changed') await applyRoom(step, room, promotion);
      const rung = devices.filter(({ id }) => decided.devices.includes(id));
      const { waiting } = decided;
      return done(
        dialled(await invite(step, inviting, { state: 'ringing', waiting, devices: rung })),
      );
    }
  }
}

/** Whether somebody is in the room, or waits at its door; whose connection is lost may be rung back. */
function isThere({ people }: LoadedRoom, { account }: FoundPerson): boolean {
  return people.some(
    ({ account_id, grace_cause }) => account_id === account.id && grace_cause !== 'connection_lost',
  );
}

function dialled(row: Row<'invitation'>): Dialled {
  return { participant: row.reserved_participant, invitation: row.id };
}
