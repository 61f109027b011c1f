import { problemOf } from '../api';
import type { ParticipantSession } from './participant-session';
import { notThere } from './problems';
import type { IntentOutcome } from './view';

/** Does something in a room as this participant, and gives what stood against it. */
export async function attempt(
  session: ParticipantSession | null,
  act: (mine: ParticipantSession) => Promise<void>,
): Promise<IntentOutcome> {
  if (session === null) return notThere;
  try {
    await act(session);
    return { ok: true };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}
