import type { FastifyRequest } from 'fastify';
import type { ParticipantAuthority, RingAuthority } from '../authority';
import { participantAuthority, ringAuthority } from '../calls/authority';
import { testAuthority, type TestAuthority } from '../calls/ring-test';
import { tokenOf, type TokenPlace } from './authority';
import type { Edge } from './edge';
import { granted, refuse } from './errors';

/** The participant whose token stands in header `token`, in `?token=` only for event streams; else 401. */
export async function participantOf(
  { context }: Edge,
  request: FastifyRequest,
  place: TokenPlace = 'header',
): Promise<ParticipantAuthority> {
  const token = tokenOf(request, place);
  if (token === undefined) refuse('unauthorized', 'Send the token of new_session.');
  return granted(await participantAuthority(context, token));
}

/** {@link participantOf}, who may act under its own uuid alone (platform-api.md, section 4); else 403. */
export async function participantNamed(
  edge: Edge,
  request: FastifyRequest,
  uuid: string,
): Promise<ParticipantAuthority> {
  const authority = await participantOf(edge, request);
  if (authority.participant === uuid) return authority;
  return refuse('forbidden', 'The token is of another participant than the path names.');
}

/** The rung device whose one-time token this is; 401 for every other token. */
export async function ringOf({ context }: Edge, token: string | undefined): Promise<RingAuthority> {
  if (token === undefined) refuse('unauthorized', 'Send the one-time token of the invitation.');
  if (testAuthority(context, token)) {
    refuse('cancelled', 'This was a ring test: nobody called, and the device rings.');
  }
  return granted(await ringAuthority(context, token));
}

/**
 * Who ends a session: a participant, or a rung device that rejects (or ends a ring test). Existing clients reject by
 * `?token=` (section 3).
 */
export async function leaverOf(
  edge: Edge,
  request: FastifyRequest,
): Promise<ParticipantAuthority | RingAuthority | TestAuthority> {
  const token = tokenOf(request, 'header or query');
  const test = token === undefined ? undefined : testAuthority(edge.context, token);
  if (test) return test;
  const isRing = token !== undefined && edge.context.tokens.read(token)?.kind === 'ring';
  return isRing ? ringOf(edge, token) : participantOf(edge, request, 'header or query');
}
