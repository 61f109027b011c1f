import { decideRoom } from '@/lib/call/room';
import { memberOf } from '@/lib/call/room-state';
import type { NewSessionResult } from '@/lib/platform/room';
import { done, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { applyRoom, roleOf } from './apply-room';
import { mustGiveSign, newPerson, type Newcomer } from './arrivals';
import { applyDecision, decideOn } from './invitations';
import { refusedFor } from './replies';
import { newSessionResult } from './results';
import { nextArrival, ruleRoom, type LoadedRoom } from './room-store';
import { writeLater, type Step } from './step';

/**
 * Accepts an invitation and makes the callee's participant, together or not at all (call-rules.md,
 * the model). Whoever comes second is told the final state.
 *
 * @param device the rung device that decides, where another than the callee's of now
 */
export async function acceptInvitation(
  step: Step,
  room: LoadedRoom,
  row: Row<'invitation'>,
  callee: Newcomer,
  device = callee.device ?? callee.proof,
): Promise<Outcome<NewSessionResult>> {
  const decision = await decideOn(step, row, { do: 'accept', device, client: callee.checkdup });
  if (decision.outcome === 'refused') return refusedFor(decision.reason);
  if (decision.outcome === 'repeat') return refusedFor('ended');
  const before = ruleRoom(room, step.context);
  const joiner = {
    id: row.reserved_participant,
    account: callee.account?.id ?? null,
    role: 'guest',
    maxPeers: callee.maxPeers,
    ...(callee.livekit ? { livekit: 'may' as const } : {}),
    canWait: false,
  } as const;
  const entry = decideRoom(before, { do: 'accept', joiner }, step.now);
  if (entry.outcome !== 'changed') {
    return refusedFor(entry.outcome === 'refused' ? entry.reason : 'ended');
  }
  await applyDecision(step, room, row, decision);
  const member = memberOf(before, joiner);
  const person = mustGiveSign(
    step,
    newPerson(step, room.row.id, callee, {
      uuid: joiner.id,
      role: roleOf(member),
      state: 'in',
      is_muted: member.muted ? 1 : 0,
      joined_at: nextArrival(step, room.people),
    }),
  );
  writeLater(step, step.tx.insertInto('participant').values(person));
  room.people.push(person);
  await applyRoom(step, room, entry);
  return done(await acceptedResult(step, room, row, person));
}

/** What the winner is told, the first time and at every repeat. */
export async function acceptedResult(
  step: Step,
  room: LoadedRoom,
  row: Row<'invitation'>,
  person: Row<'participant'>,
): Promise<NewSessionResult> {
  const inviter =
    room.people.find(({ uuid }) => uuid === row.inviter_participant) ??
    (await step.tx
      .selectFrom('participant')
      .select(['address', 'display_name'])
      .where('uuid', '=', row.inviter_participant)
      .executeTakeFirst());
  const peer = inviter && { address: inviter.address, name: inviter.display_name };
  return newSessionResult(step.context, room.row, person, { peer, invitation: row });
}
