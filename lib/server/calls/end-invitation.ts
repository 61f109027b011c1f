import {
  isFinal,
  type Decision,
  type Invitation,
  type InvitationCommand,
} from '@/lib/call/invitation';
import { decideRoom, type Unanswered } from '@/lib/call/room';
import type { Row } from '@/lib/server/store/schema';
import { applyRoom } from './apply-room';
import { applyDecision, decideOn } from './invitations';
import { ruleRoom, type LoadedRoom } from './room-store';
import type { Step } from './step';

/** Ends an invitation that nobody answered, and with it what depended on it. */
export async function endInvitation(
  step: Step,
  room: LoadedRoom,
  row: Row<'invitation'>,
  command: InvitationCommand,
): Promise<Decision> {
  const before = ruleRoom(room, step.context);
  const decision = await decideOn(step, row, command);
  if (decision.outcome !== 'changed') return decision;
  await applyDecision(step, room, row, decision);
  const state = unansweredState(decision.invitation);
  if (state === undefined) return decision;
  const ending = decideRoom(before, { do: 'invitation_over', state }, step.now);
  if (ending.outcome === 'changed') await applyRoom(step, room, ending, row.message);
  return decision;
}

function unansweredState({ status }: Invitation): Unanswered | undefined {
  return isFinal(status) && status.state !== 'accepted' ? status.state : undefined;
}
