import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { failure } from '@/lib/platform/envelope';
import { storeTrouble } from '../store/trouble';
import type { App, Edge } from './edge';
import {
  answerProblem,
  isOnParticipant,
  isTooLong,
  problemOf,
  Refused,
  type Problem,
} from './errors';
import { limits } from './limits';
import { logFailure } from './log';
import { participantOf } from './room-authority';

/** Answers every error in the envelope of its path; what nobody expected is logged as well. */
export function answerErrors(app: App, edge: Edge): void {
  app.setErrorHandler(async (error, request, reply) => {
    const problem = await problemFor(edge, request, error);
    if (isTooLong(error)) await discardBody(request.raw);
    if (problem.status === 500 || storeTrouble(error)) logFailure(edge, request, error);
    return answerProblem(request, reply, problem, edge.context.clock.now());
  });
}

/**
 * What an error means to its sender. On `participants/…` an unknown token comes first, whatever else is
 * wrong: some clients repeat a 403 without a pause (direct-media.md, Codes).
 */
async function problemFor(edge: Edge, request: FastifyRequest, error: unknown): Promise<Problem> {
  const route = request.routeOptions.url ?? '';
  const problem = problemOf(error, route);
  if (!isOnParticipant(route) || !answeredBeforeToken.has(problem.status)) return problem;
  try {
    await participantOf(edge, request);
    return problem;
  } catch (refusal) {
    return refusal instanceof Refused ? problemOf(refusal, route) : problem;
  }
}

/** Statuses of bodies that were refused before anybody looked at the token. */
const answeredBeforeToken: ReadonlySet<number> = new Set([403, 413]);

/**
 * Reads the rest of a body and forgets it. Whoever answers and hangs up while the other end still sends
 * cuts its own answer off: most clients then know of a lost connection and of nothing else.
 */
function discardBody(request: IncomingMessage): Promise<void> {
  let left: number = limits.discardedBytes;
  return new Promise((resolve) => {
    const finish = () => resolve();
    request.on('data', (part: Buffer) => {
      left -= part.length;
      if (left < 0) finish();
    });
    request.once('end', finish).once('close', finish);
    if (request.readableEnded || request.destroyed) finish();
  });
}

/** While the server stops, whoever still sends on an open connection is told to come back. */
export function answerWhileStopping(app: App, { context }: Edge): void {
  let isStopping = false;
  app.addHook('preClose', (done) => {
    isStopping = true;
    done();
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!isStopping) return;
    const text = 'The server is stopping. Try again in a moment.';
    const problem = { status: 503, reason: 'unavailable', text } as const;
    return answerProblem(request, reply, problem, context.clock.now());
  });
}

const statusOfClientError: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Answers what is no HTTP, in the envelope all the same, and hangs up. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusOfClientError[error.code ?? ''] ?? '400 Bad Request';
  const body = JSON.stringify(failure('bad_request', 'The request is not understood.'));
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
