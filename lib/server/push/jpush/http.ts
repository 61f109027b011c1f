import type { Clock } from '@/lib/server/clock';
import type { JPushCredentials } from '../app-keys';

/** An answer of JPush, or why there was none (`reason` in one word). */
export type JPushAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Headers;
      readonly text: string;
    }
  | { readonly kind: 'nothing'; readonly reason: string };

/** One call: `body` makes it a POST. */
export type JPushCall = (path: string, body: string | null) => Promise<JPushAnswer>;

/** Longer than any healthy answer, and several fit into a ring (ms). */
const timeLimit = 5_000;

/**
 * Calls of one app: Basic authentication with AppKey and master secret (server overview,
 * "authentication"), no redirects, since they would carry it elsewhere, and a limit to the wait.
 */
export function createJPushCalls(
  url: string,
  { appKey, masterSecret }: JPushCredentials,
  clock: Clock,
  closed: AbortSignal,
): JPushCall {
  const base = url.replace(/\/$/, '');
  const authorization = `Basic ${Buffer.from(`${appKey}:${masterSecret}`).toString('base64')}`;

  return async (path, body) => {
    const ending = new AbortController();
    const end = () => ending.abort();
    const cancel = clock.at(clock.now() + timeLimit, end);
    closed.addEventListener('abort', end);
    try {
      const response = await fetch(`${base}${path}`, {
        method: body === null ? 'GET' : 'POST',
        headers: {
          authorization,
          accept: 'application/json',
          ...(body !== null && { 'content-type': 'application/json; charset=utf-8' }),
        },
        body,
        redirect: 'manual',
        signal: ending.signal,
      });
      const { status, headers } = response;
      return { kind: 'answer', status, headers, text: await response.text() };
    } catch (error) {
      if (closed.aborted) return { kind: 'nothing', reason: 'closed' };
      return { kind: 'nothing', reason: ending.signal.aborted ? 'timeout' : codeOf(error) };
    } finally {
      cancel();
      closed.removeEventListener('abort', end);
    }
  };
}

/** The system's code of a failed connection (ECONNREFUSED), which names no address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'network';
}
