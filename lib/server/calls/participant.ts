import type { ParticipantAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import type { Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { giveSign } from './grace-store';
import { refusedFor } from './replies';
import { lockRoom, type LoadedRoom } from './room-store';
import { inStep, type Step } from './step';

/** A participant that asks for something, in its locked room. */
export interface Inside {
  readonly step: Step;
  readonly room: LoadedRoom;
  readonly person: Row<'participant'>;
}

/** Does what a participant asks, in one step; refused where its time in the room is over. */
export function asParticipant<Value>(
  context: Context,
  authority: ParticipantAuthority,
  work: (inside: Inside) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  return inStep(context, async (step) => {
    const room = await lockRoom(step, authority.room);
    const person = room?.people.find(({ uuid }) => uuid === authority.participant);
    if (room === undefined || person === undefined) return refusedFor('ended');
    await giveSign(step, room, person);
    return work({ step, room, person });
  });
}

/** The same for whoever is in; the waiting room is not (platform-api.md 4). */
export function asInsider<Value>(
  context: Context,
  authority: ParticipantAuthority,
  work: (inside: Inside) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  return asParticipant(context, authority, (inside) =>
    inside.person.state === 'in' ? work(inside) : Promise.resolve(refusedFor('forbidden')),
  );
}
