import { decideGrace, winnerVerdict } from '@/lib/call/grace';
import type { Context } from '@/lib/server/context';
import type { Row } from '@/lib/server/store/schema';
import { leftState } from '@/lib/server/store/states';
import { awayOf, graceColumns, graceOf } from './grace-store';
import { inStep, type Step } from './step';

/**
 * Takes up what a server that ended had left (call-rules.md 7, 17): no stream is open any more, and
 * every grace time runs anew. What was due meanwhile is seen to by the deadlines, which start next.
 */
export function recover(context: Context): Promise<void> {
  return inStep(context, async (step) => {
    await closeStreams(step);
    const present = await step.tx
      .selectFrom('participant')
      .selectAll()
      .where('state', '<>', leftState)
      .execute();
    for (const person of present) {
      await step.tx
        .updateTable('participant')
        .set(graceAnew(step, person))
        .where('uuid', '=', person.uuid)
        .execute();
    }
  });
}

/** Their devices count as reachable for a moment more: they are coming back. */
async function closeStreams(step: Step): Promise<void> {
  const closed = { stream_open: 0, stream_seen_at: step.now } as const;
  await step.tx.updateTable('registration').set(closed).where('stream_open', '=', 1).execute();
  await step.tx.updateTable('participant').set(closed).where('stream_open', '=', 1).execute();
}

function graceAnew(step: Step, person: Row<'participant'>) {
  if (person.grace_cause === 'silent') {
    const verdict = winnerVerdict({ answeredAt: step.now, gaveSignOfLife: false }, step.now);
    return { grace_deadline: verdict.stays ? verdict.until : step.now };
  }
  const away = awayOf(person);
  const grace = decideGrace(graceOf(person), { do: 'restart', away }, step.now);
  return graceColumns(grace, 'connection_lost');
}
