import type { FastifyRequest } from 'fastify';
import { cloudSuccess, cloudSuccessSchema } from '@/lib/platform/envelope';
import { signInBodySchema, signInResultsSchema, type SignInBody } from '@/lib/platform/sign-in';
import { startBrowserSession } from '../accounts/sessions';
import { signIn } from '../accounts/sign-in';
import { cloudAnswers } from './answers';
import type { App, Edge } from './edge';
import { granted } from './errors';
import { whence } from './requests';
import { isFromOurOrigin, setSessionCookie } from './session-cookie';

/** Sign in (platform-api.md, section 1). */
export function signInRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  app.post(
    '/api/v3/app/user/login/verify_user.shtml',
    {
      schema: {
        tags: ['sign-in'],
        summary: 'Sign in; from our own pages this sets the browser session as well',
        body: signInBodySchema,
        response: cloudAnswers(cloudSuccessSchema(signInResultsSchema)),
      },
    },
    async (request, reply) => {
      const from = whence(request);
      const signedIn = granted(await signIn(context, { body: request.body, ...from }));
      const { account, passwordHash, results } = signedIn;
      if (isOurPage(edge, request, request.body)) {
        const proved = { id: account.id, passwordHash };
        const { cookie } = granted(await startBrowserSession(context, proved, from));
        setSessionCookie(edge, request, reply, cookie);
      }
      return cloudSuccess(results, new Date(context.clock.now()));
    },
  );
}

/** Only our own page gets a cookie: JSON, from our origin, as `web`; no form of a foreign page can. */
function isOurPage(edge: Edge, request: FastifyRequest, body: SignInBody): boolean {
  const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
  return isJson && body.plat_type === 'web' && isFromOurOrigin(edge, request);
}
