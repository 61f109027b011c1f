import * as z from 'zod/mini';
import { failureSchema, pinWantedSchema, successSchema } from '@/lib/platform/envelope';
import type { Reason, RefusedBecause } from '@/lib/platform/reasons';

/** What went wrong with a request: the server said no, or nobody answered. `retryAfter` in seconds. */
export type ApiProblem =
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly reason: Reason;
      readonly text: string;
      readonly because?: RefusedBecause;
      readonly retryAfter?: number;
    }
  | { readonly kind: 'network' };

/** The server said no. */
export type Refusal = Extract<ApiProblem, { readonly kind: 'refused' }>;

/** Thrown by every verb of {@link api}; `problem` says what a page can tell the person. */
export class ApiError extends Error {
  readonly problem: ApiProblem;

  constructor(problem: ApiProblem) {
    super(problem.kind === 'refused' ? problem.text : 'The server did not answer.');
    this.name = 'ApiError';
    this.problem = problem;
  }
}

/** The problem of whatever was thrown; what is no {@link ApiError} counts as no answer. */
export function problemOf(error: unknown): ApiProblem {
  return error instanceof ApiError ? error.problem : { kind: 'network' };
}

/**
 * The refusal in a problem, where the same would be refused again; null where another try may succeed: nobody
 * answered, the server was asked too much (429), or it failed or stops (5xx).
 */
export function lastingRefusal(problem: ApiProblem): Refusal | null {
  if (problem.kind !== 'refused') return null;
  return problem.status === 429 || problem.status >= 500 ? null : problem;
}

/** The server's own word of when to try again, s; undefined: it said none. */
export function retryAfterOf(problem: ApiProblem): number | undefined {
  return problem.kind === 'refused' ? problem.retryAfter : undefined;
}

/** What a request may carry. */
export interface RequestOptions<Schema extends z.ZodMiniType> {
  /** Schema of the envelope's `result`, or of the whole envelope where something stands beside it. */
  readonly schema: Schema;
  readonly of?: 'result' | 'envelope';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Lets the request outlive the page (a hang-up as the tab closes). */
  readonly keepalive?: boolean;
  readonly signal?: AbortSignal;
}

type Verb = <Schema extends z.ZodMiniType>(
  path: string,
  options: RequestOptions<Schema>,
) => Promise<z.infer<Schema>>;

/** The verbs of the platform's API (platform-api.md, sections 2 to 6) on our own origin. */
export interface Api {
  readonly get: Verb;
  readonly post: Verb;
  readonly patch: Verb;
  readonly put: Verb;
  readonly delete: Verb;
}

/** How long a request may take before it counts as unanswered, ms. */
const patience = 15_000;

const successEnvelope = successSchema(z.unknown());

/** Makes the API over a `fetch`; pages use {@link api}. */
export function createApi(send: typeof fetch): Api {
  const verb =
    (method: string): Verb =>
    async (path, options) =>
      readAnswer(await request(send, method, path, options), options);
  return {
    get: verb('GET'),
    post: verb('POST'),
    patch: verb('PATCH'),
    put: verb('PUT'),
    delete: verb('DELETE'),
  };
}

/** The API of this page's server. */
export const api: Api = createApi((input, init) => fetch(input, init));

async function request(
  send: typeof fetch,
  method: string,
  path: string,
  options: RequestOptions<z.ZodMiniType>,
): Promise<Response> {
  const { body, headers, keepalive = false, signal } = options;
  const deadline = AbortSignal.timeout(patience);
  try {
    return await send(path, {
      method,
      headers:
        body === undefined ? { ...headers } : { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      credentials: 'same-origin',
      keepalive,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
  } catch {
    throw new ApiError({ kind: 'network' });
  }
}

async function readAnswer<Schema extends z.ZodMiniType>(
  response: Response,
  { schema, of = 'result' }: RequestOptions<Schema>,
): Promise<z.infer<Schema>> {
  const answer = await readJson(response);
  if (response.ok) {
    const envelope = z.safeParse(successEnvelope, answer);
    if (envelope.success) {
      const parsed = z.safeParse(schema, of === 'result' ? envelope.data.result : answer);
      if (parsed.success) return parsed.data;
    }
  }
  throw new ApiError(refusalOf(response, answer));
}

/** The JSON of an answer; undefined if it is none (a proxy's page, a cut connection). */
export async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function refusalOf(response: Response, answer: unknown): ApiProblem {
  const { status } = response;
  if (z.safeParse(pinWantedSchema, answer).success && status === 403) {
    return { kind: 'refused', status, reason: 'pin_required', text: 'A PIN is required.' };
  }
  const failure = z.safeParse(failureSchema, answer);
  // A gateway that answers in the server's place means that the server did not.
  if (!failure.success && status >= 502 && status <= 504) return { kind: 'network' };
  const retryAfter = readRetryAfter(response);
  return {
    kind: 'refused',
    status,
    reason: failure.success ? failure.data.reason : 'failed',
    text: failure.success ? failure.data.result : `The server answered ${status}.`,
    ...(failure.success && failure.data.because ? { because: failure.data.because } : {}),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

/** Seconds of a Retry-After header (RFC 9110, 10.2.3); undefined where there is none. */
export function readRetryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
