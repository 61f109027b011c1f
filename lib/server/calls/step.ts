import { sql, type OperationNodeSource } from 'kysely';
import { roomEventNames, type PlatformEvent } from '@/lib/platform/events';
import type { Context, Tx } from '@/lib/server/context';
import { append, type Delivery, type Receiver } from '@/lib/server/events/outbox';
import type { Row } from '@/lib/server/store/schema';
import { inTransaction, type AfterCommit } from '@/lib/server/store/transaction';

/** One step of a call: what changes together is written and told together, at one time. */
export interface Step {
  readonly context: Context;
  readonly tx: Tx;
  readonly after: AfterCommit;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What is written when the step is done (see {@link writeLater}). */
  readonly writes: Write[];
  /** What is told when the step is done, in this order. */
  readonly deliveries: Delivery[];
}

/** A statement that changes rows and whose answer nobody needs. */
type Write = OperationNodeSource & { execute(): Promise<unknown> };

/**
 * Writes rows that this step neither reads nor changes again. On PostgreSQL they go in one statement, so
 * that a call costs fewer round trips; keys between them are checked at its end.
 */
export function writeLater(step: Step, write: Write): void {
  step.writes.push(write);
}

async function writeTogether({ context, tx, writes }: Step): Promise<void> {
  if (context.dialect === 'sqlite' || writes.length < 2) {
    for (const write of writes) await write.execute();
    return;
  }
  const parts = writes.map((write, place) => sql`${sql.ref(`write_${place}`)} as (${write})`);
  await sql`with ${sql.join(parts)} select 1`.execute(tx);
}

/** Runs one step of a call in one transaction. `work` may run again: it has no other effect. */
export function inStep<Value>(
  context: Context,
  work: (step: Step) => Promise<Value>,
): Promise<Value> {
  return inTransaction(context, (tx, after) => stepWithin(context, tx, after, work));
}

/** Runs one step of a call as part of a transaction that has begun; call it last in it. */
export async function stepWithin<Value>(
  context: Context,
  tx: Tx,
  after: AfterCommit,
  work: (step: Step) => Promise<Value>,
): Promise<Value> {
  const step: Step = { context, tx, after, now: context.clock.now(), writes: [], deliveries: [] };
  const value = await work(step);
  await writeTogether(step);
  await append(context, tx, after, step.deliveries);
  return value;
}

/** Something is due at this time (ms since 1970), once the step is done. */
export function expectDeadline(step: Step, time: number): void {
  step.after.run(() => step.context.deadlines.expect(time));
}

/** Tells a registration an event that belongs to no room. */
export function tellRegistration(step: Step, registration: string, event: PlatformEvent): void {
  step.deliveries.push({
    receiver: { kind: 'registration', id: registration },
    event,
    room: null,
    scope: null,
  });
}

type Told = Pick<Row<'participant'>, 'uuid' | 'room_id' | 'registration_id' | 'profile'>;

/**
 * Where a participant's events go: the registration that its `new_session` named, else its own
 * stream. Existing clients name a registration only as a proof and listen on the participant's
 * stream, so for them both carry the events.
 */
export function receiversOf(participant: Told): readonly Receiver[] {
  const own: Receiver = { kind: 'participant', id: participant.uuid };
  if (participant.registration_id === null) return [own];
  const registration: Receiver = { kind: 'registration', id: participant.registration_id };
  return participant.profile === 'ringway' ? [registration] : [registration, own];
}

/** Tells a participant an event of its room. */
export function tellParticipant(step: Step, participant: Told, event: PlatformEvent): void {
  for (const receiver of receiversOf(participant)) {
    step.deliveries.push({
      receiver,
      event,
      room: participant.room_id,
      scope: scopeFor(participant, receiver, event),
    });
  }
}

/** Pages have one stream for several rooms. */
function scopeFor(participant: Told, receiver: Receiver, event: PlatformEvent) {
  if (!roomEventNames.has(event.name)) return null;
  if (receiver.kind === 'participant' && participant.profile === 'outside') return null;
  return { room: participant.room_id, participant: participant.uuid };
}
