import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { cloudFailure, failure, success, type CloudFailure } from '@/lib/platform/envelope';
import type { Reason } from '@/lib/platform/reasons';
import type { Outcome, Refusal } from '../outcome';
import { storeTrouble, type StoreTrouble } from '../store/trouble';

/** A refusal on its way to the one place that answers it. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.text);
    this.refusal = refusal;
  }
}

/** The value of an outcome; a refusal goes to the error handler, which answers it. */
export function granted<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new Refused(outcome.refusal);
}

/** Refuses a request in words. */
export function refuse(reason: Reason, text: string, retryAfter?: number): never {
  throw new Refused({ reason, text, ...(retryAfter === undefined ? {} : { retryAfter }) });
}

/** What went wrong with a request, as HTTP says it. */
export interface Problem extends Refusal {
  readonly status: number;
}

/** HTTP statuses of the closed list of reasons (platform-api.md 4, Answers). */
const statusOfReason: Readonly<Record<Reason, number>> = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  answered_elsewhere: 409,
  rejected_elsewhere: 409,
  cancelled: 409,
  missed: 409,
  rejected: 409,
  busy: 409,
  unreachable: 409,
  ended: 409,
  replaced: 409,
  locked: 403,
  full: 403,
  pin_required: 403,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
  failed: 500,
};

/** Seconds to wait where whoever refused named none. */
const defaultRetryAfter = 5;

/** What to tell whoever asked for what the database cannot do now. */
const textOfTrouble: Readonly<Record<StoreTrouble, string>> = {
  full: 'The server cannot write anything down: its disk is full or broken. Running calls go on. Its administrator has to make room.',
  locked:
    'The server’s database is held by another program. Running calls go on. Try again in a moment.',
  damaged:
    'The server’s database is damaged. Running calls go on. Its administrator has to restore a backup.',
  closed:
    'The server may not write its database. Running calls go on. Its administrator has to see to it.',
  away: 'The server’s database does not answer. Running calls go on. Try again in a moment.',
};

const internal = 'Something went wrong on the server. Try again in a moment.';

/** Whether a path belongs to the part of the API that always answers HTTP 200 (section 1). */
export function isCloudPath(path: string): boolean {
  return path.startsWith('/api/v3/');
}

/** Whether a path belongs to the API, which answers in its envelope, and not to the pages. */
export function isApiPath(path: string): boolean {
  return /^\/w?api(\/|$)/.test(path);
}

/** The path of a request without its query, which no log and no answer carries. */
export function pathOf(request: { readonly url: string }): string {
  const end = request.url.search(/[?#]/);
  return end < 0 ? request.url : request.url.slice(0, end);
}

/** What an error means to whoever sent the request. */
export function problemOf(error: unknown, route: string): Problem {
  const problem = readProblem(error);
  return isOnParticipant(route) && !isTooLong(error) ? asForbidden(problem) : problem;
}

/** Whether a body was refused by its length alone, before anybody read it. */
export function isTooLong(error: unknown): boolean {
  return isFastifyError(error) && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
}

function readProblem(error: unknown): Problem {
  if (error instanceof Refused) {
    return { ...error.refusal, status: statusOfReason[error.refusal.reason] };
  }
  if (hasZodFastifySchemaValidationErrors(error)) return problemOfSchema(error.validation);
  const trouble = storeTrouble(error);
  if (trouble !== undefined) {
    return { status: 503, reason: 'unavailable', text: textOfTrouble[trouble] };
  }
  const { statusCode = 500, code } = isFastifyError(error) ? error : {};
  if (statusCode >= 500) return { status: 500, reason: 'failed', text: internal };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413) {
    return { status: 413, reason: 'too_large', text: 'The request is too large.' };
  }
  if (statusCode === 415) {
    return {
      status: 415,
      reason: 'bad_request',
      text: 'Send the request as JSON or form-encoded.',
    };
  }
  return { status: statusCode, reason: 'bad_request', text: 'The request is not understood.' };
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
}

interface SchemaIssue {
  readonly instancePath: string;
  readonly message?: string;
  readonly keyword: string;
}

function problemOfSchema(issues: readonly SchemaIssue[]): Problem {
  const [first] = issues;
  const field = first?.instancePath.slice(1).replaceAll('/', '.') ?? '';
  const what = field === '' ? 'The request' : `The field "${field}"`;
  const text = `${what} is not understood: ${first?.message ?? 'it has the wrong form'}.`;
  const isTooBig = first?.keyword === 'too_big' && field === 'sdp';
  return isTooBig
    ? { status: 413, reason: 'too_large', text: 'The SDP is too large.' }
    : { status: 400, reason: 'bad_request', text };
}

/** Whether a route is one of `participants/…`, whose refusals are 403 (section 4, Answers). */
export function isOnParticipant(route: string): boolean {
  return route.includes('/participants');
}

const clientsFault: ReadonlySet<number> = new Set([400, 404, 409, 413, 415]);

function asForbidden(problem: Problem): Problem {
  return clientsFault.has(problem.status) ? { ...problem, status: 403 } : problem;
}

const cloudCodes: Readonly<Record<number, CloudFailure['code']>> = {
  401: '401',
  403: '403',
  404: '404',
  405: '404',
  413: '413',
  429: '423',
  500: '500',
  503: '503',
};

/** Answers a problem in the envelope of its path; `now` in ms since 1970. */
export async function answerProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  now: number,
): Promise<FastifyReply> {
  const { status, reason, text, because, pins } = problem;
  if (status === 429 || status === 503) {
    void reply.header('retry-after', String(problem.retryAfter ?? defaultRetryAfter));
  }
  void reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
  if (isCloudPath(request.url) && status !== 421) {
    const code = cloudCodes[status] ?? '400';
    return reply.code(200).send(JSON.stringify(cloudFailure(code, text, new Date(now))));
  }
  const answer = pins ? success(pins) : failure(reason, text, because);
  return reply.code(status).send(JSON.stringify(answer));
}
