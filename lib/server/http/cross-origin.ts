import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App, Edge } from './edge';
import { answerProblem, isApiPath, pathOf } from './errors';

/** Headers that a page of another origin may send (platform-api.md 4, Cookies, origins, hosts). */
const allowedHeaders = [
  'content-type',
  'token',
  'pin',
  'role',
  'authorization',
  'x-cloud-authorization',
  'sessionid',
  'rtc-user-agent',
].join(', ');

/** Refuses foreign hosts (421) and lets pages of any origin use tokens, without cookies. */
export function crossOrigins(app: App, { context, origins }: Edge): void {
  app.addHook('onRequest', async (request, reply) => {
    if (origins.answers(request.raw.headers.host, pathOf(request))) return;
    const text = 'This server is not known by that name. Open it at its own address.';
    const problem = { status: 421, reason: 'bad_request', text } as const;
    return answerProblem(request, reply, problem, context.clock.now());
  });

  app.addHook('onRequest', async (request, reply) => {
    openToOrigins(request, reply);
    if (!isApiPath(request.url) || request.method !== 'OPTIONS') return;
    void reply
      .header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
      .header('access-control-allow-headers', allowedHeaders)
      .header('access-control-max-age', '86400');
    return reply.code(204).send();
  });
}

/** Lets pages of any origin read an answer of the API. */
export function openToOrigins(request: FastifyRequest, reply: FastifyReply): void {
  if (!isApiPath(request.url)) return;
  void reply.header('access-control-allow-origin', '*');
  if (request.method === 'OPTIONS') return;
  void reply.header('access-control-expose-headers', 'retry-after');
}
