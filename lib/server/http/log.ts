import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { isApiPath, pathOf } from './errors';
import type { App, Edge } from './edge';

const run = randomBytes(4).toString('hex');
let count = 0;

/** An id for a request, unique over restarts, that goes into every line about it. */
export function requestId(): string {
  count += 1;
  return `${run}-${count.toString(36)}`;
}

/** Longest path that a log line carries, in characters. */
const loggedPathCharacters = 200;

/** What a log line tells of a request: never its query string, headers or body (section 4). */
function describe(request: FastifyRequest) {
  return {
    request: request.id,
    method: request.method,
    path: pathOf(request).slice(0, loggedPathCharacters),
    client: request.ip,
  };
}

/** One line for every answered request; files of the pages only where details are asked for. */
export function logRequests(app: App, { context }: Edge): void {
  app.addHook('onResponse', (request, reply, done) => {
    const level = isApiPath(request.url) ? 'info' : 'debug';
    if (context.log.isLevelEnabled(level)) {
      const ms = Math.round(reply.elapsedTime);
      context.log[level]({ ...describe(request), status: reply.statusCode, ms }, 'answered');
    }
    done();
  });
}

/** A failure of ours, with its stack: whoever asked is told the request's id alone. */
export function logFailure({ context }: Edge, request: FastifyRequest, error: unknown): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  context.log.error({ ...describe(request), error: { name, message, stack } }, 'failed');
}
