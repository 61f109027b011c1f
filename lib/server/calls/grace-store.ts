import { decideGrace, type Away, type Grace, type GraceCommand } from '@/lib/call/grace';
import type { Row } from '@/lib/server/store/schema';
import { writePerson } from './apply-room';
import { tellUpdate } from './entries';
import { stateOf, type LoadedRoom } from './room-store';
import { expectDeadline, type Step } from './step';

type Person = Row<'participant'>;
type GraceColumns = Pick<Person, 'grace_deadline' | 'grace_cause' | 'flowing_since' | 'flowing_at'>;

/** The grace of a participant as its rules see it; `flowing_at` is how far the last report reaches. */
export function graceOf(person: Person): Grace {
  return person.grace_deadline === null
    ? { stream: 'open' }
    : {
        stream: 'away',
        deadline: person.grace_deadline,
        flowingSince: person.flowing_since,
        heldUntil: person.flowing_at,
      };
}

/** Whose grace it is. */
export function awayOf(person: Person): Away {
  return { profile: person.profile, paused: stateOf(person).paused === true };
}

/** A grace as the participant's row keeps it. */
export function graceColumns(grace: Grace, cause: Person['grace_cause']): GraceColumns {
  return grace.stream === 'open'
    ? { grace_deadline: null, grace_cause: null, flowing_since: null, flowing_at: null }
    : {
        grace_deadline: grace.deadline,
        grace_cause: cause,
        flowing_since: grace.flowingSince,
        flowing_at: grace.heldUntil,
      };
}

/** What happens to a participant's grace, written; others are told when it goes or is back. */
export async function changeGrace(
  step: Step,
  room: LoadedRoom,
  person: Person,
  command: GraceCommand,
): Promise<void> {
  const before = graceOf(person);
  const grace = decideGrace(before, command, step.now);
  if (grace === before || (grace.stream === 'open' && before.stream === 'open')) return;
  // A page that showed itself is no silent winner any more; it waits for its stream like any other.
  const shownItself = command.do === 'restart' && person.profile === 'ringway';
  const cause = shownItself ? 'connection_lost' : (person.grace_cause ?? 'connection_lost');
  const wasAway = person.grace_cause === 'connection_lost';
  await writePerson(step, person, graceColumns(grace, cause));
  if (grace.stream === 'away') expectDeadline(step, grace.deadline);
  if (wasAway !== (person.grace_cause === 'connection_lost')) tellUpdate(step, room, person);
}

/** Whether any stream on which a participant hears its events is open. */
export async function isStreamOpen(step: Step, person: Person): Promise<boolean> {
  if (person.stream_open === 1) return true;
  if (person.registration_id === null) return false;
  const registration = await step.tx
    .selectFrom('registration')
    .select('stream_open')
    .where('id', '=', person.registration_id)
    .executeTakeFirst();
  return registration?.stream_open === 1;
}

/**
 * A participant did something. A winner that had not shown itself since its answer has done so now;
 * without a stream it is given its grace time to open one (call-rules.md 15). Whoever counted as away though its
 * stream is open is there again.
 */
export async function giveSign(step: Step, room: LoadedRoom, person: Person): Promise<void> {
  if (person.grace_deadline === null) return;
  const open = await isStreamOpen(step, person);
  if (!open && person.grace_cause !== 'silent') return;
  const away = awayOf(person);
  await changeGrace(step, room, person, open ? { do: 'back' } : { do: 'restart', away });
}
