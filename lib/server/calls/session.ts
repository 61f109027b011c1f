import type * as z from 'zod/mini';
import type { EndSessionBody } from '@/lib/platform/calling';
import { sessionExpiresSeconds } from '@/lib/platform/registration';
import type { refreshSessionResultSchema } from '@/lib/platform/room';
import type { ParticipantAuthority, RingAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, type Outcome } from '@/lib/server/outcome';
import { writePerson } from './apply-room';
import { endInvitation } from './end-invitation';
import { endRoomBy } from './end-room';
import { asParticipant } from './participant';
import { refusedFor } from './replies';
import { mediaOf, sessionEnd } from './results';
import { lockInvitation, lockRoom } from './room-store';
import { inStep } from './step';

type RefreshedSession = z.infer<typeof refreshSessionResultSchema>;

/** A fresh token and fresh media credentials; the earlier tokens stay good (platform-api.md 4). */
export function refreshSession(
  context: Context,
  authority: ParticipantAuthority,
): Promise<Outcome<RefreshedSession>> {
  return asParticipant(context, authority, async ({ step, room, person }) => {
    const token_n = person.token_n + 1;
    await writePerson(step, person, { token_n, expires_at: sessionEnd(step.now) });
    return done({
      token: context.tokens.write('participant', person.uuid, token_n),
      expires: String(sessionExpiresSeconds),
      role: person.role,
      ...(person.state === 'waiting' ? {} : { media: await mediaOf(context, room.row, person) }),
    });
  });
}

/**
 * `end_session` (platform-api.md 3, 4): a participant hangs up, or cancels while it still rings; a rung
 * device rejects for all devices of its account. Repeating it is harmless.
 */
export function endSession(
  context: Context,
  authority: ParticipantAuthority | RingAuthority,
  body: EndSessionBody,
): Promise<Outcome<null>> {
  return authority.kind === 'ring'
    ? reject(context, authority, body.message)
    : leave(context, authority, body);
}

function leave(
  context: Context,
  authority: ParticipantAuthority,
  { reason }: EndSessionBody,
): Promise<Outcome<null>> {
  const cause = reason === 'connection_lost' ? 'connection_lost' : 'hung_up';
  return inStep(context, async (step) => {
    const room = await lockRoom(step, authority.room);
    const { participant } = authority;
    if (room !== undefined) {
      await endRoomBy(step, room, { do: 'leave', participant, cause });
    }
    return done(null);
  });
}

function reject(
  context: Context,
  { invitation, room, device }: RingAuthority,
  message: string | undefined,
): Promise<Outcome<null>> {
  return inStep(context, async (step) => {
    const locked = await lockInvitation(step, room, invitation);
    if (locked === undefined) return refusedFor('ended');
    const said = message?.trim() ?? '';
    const decision = await endInvitation(step, locked.room, locked.row, {
      do: 'reject',
      device,
      ...(said === '' ? {} : { message: said }),
    });
    return decision.outcome === 'refused' ? refusedFor(decision.reason) : done(null);
  });
}
