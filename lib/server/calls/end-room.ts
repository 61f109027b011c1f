import { decideRoom, type RoomCommand } from '@/lib/call/room';
import { applyRoom } from './apply-room';
import { ruleRoom, type LoadedRoom } from './room-store';
import type { Step } from './step';

/** Somebody leaves a room, or it ends for all; what has ended stays as it is. */
export async function endRoomBy(
  step: Step,
  room: LoadedRoom,
  command: Extract<RoomCommand, { do: 'leave' | 'give_up' }>,
): Promise<void> {
  const decision = decideRoom(ruleRoom(room, step.context), command, step.now);
  if (decision.outcome === 'changed') await applyRoom(step, room, decision);
}
