import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { success, successSchema } from '@/lib/platform/envelope';
import { demoSessionBodySchema, redeemInvitationBodySchema } from '@/lib/platform/own';
import { demoSession } from '../../accounts/demo';
import { redeemInvitation } from '../../accounts/passwords';
import { answers } from '../answers';
import type { App, Edge } from '../edge';
import { granted, refuse } from '../errors';
import { limits } from '../limits';
import { whence } from '../requests';
import { isFromOurOrigin, setSessionCookie } from '../session-cookie';

/** Links that sign in: an invitation, and in a demo its people (platform-api.md, section 6). */
export function linkRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  const shared = { tags: ['sign-in'], response: answers(successSchema(z.null())) };
  // Whoever guesses secrets is slowed long before a guess could hit.
  const config = { rateLimit: { max: limits.secretsPerMinute } };

  app.post(
    '/api/invitation',
    {
      config,
      schema: {
        ...shared,
        summary: 'Redeem an invitation link: set the password and sign in',
        body: redeemInvitationBodySchema,
      },
    },
    async (request, reply) => {
      onlyFromOurPages(edge, request);
      const redemption = { ...request.body, ...whence(request) };
      const { cookie } = granted(await redeemInvitation(context, redemption));
      setSessionCookie(edge, request, reply, cookie);
      return success(null);
    },
  );

  if (!context.settings.demo) return;
  app.post(
    '/api/demo/session',
    {
      config,
      schema: { ...shared, summary: 'Sign in by a demo link', body: demoSessionBodySchema },
    },
    async (request, reply) => {
      onlyFromOurPages(edge, request);
      const { secret } = request.body;
      const { cookie } = granted(await demoSession(context, { secret, ...whence(request) }));
      setSessionCookie(edge, request, reply, cookie);
      return success(null);
    },
  );
}

/** A link sets a cookie, so it is redeemed by our own pages alone. */
function onlyFromOurPages(edge: Edge, request: FastifyRequest): void {
  if (isFromOurOrigin(edge, request)) return;
  refuse('forbidden', 'Open the link itself; it is redeemed by this server’s own page alone.');
}
