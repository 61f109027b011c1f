import * as z from 'zod/mini';
import type { ProviderVerdict } from '@/lib/platform/pushes';
import type { Attempt } from '../attempts';

/** What an answer of JPush means for one push, and what it tells of the credentials (null: nothing). */
export interface Judgement {
  readonly attempt: Attempt;
  readonly verdict: ProviderVerdict | null;
  readonly detail: string;
}

/** JPush's documented codes (Push API v3, "return codes"), in words that carry nothing of a push. */
const codes: Readonly<Record<number, { words: string; verdict: ProviderVerdict | null }>> = {
  1000: { words: 'internal error', verdict: 'failing' },
  1001: { words: 'only POST is supported', verdict: 'failing' },
  1002: { words: 'a parameter is missing', verdict: 'failing' },
  1003: { words: 'a parameter is invalid', verdict: 'failing' },
  1004: { words: 'AppKey or master secret is wrong', verdict: 'key_refused' },
  1005: { words: 'the message is too large', verdict: null },
  1008: { words: 'the AppKey is invalid', verdict: 'key_refused' },
  1009: { words: 'an unsupported key', verdict: 'failing' },
  1011: { words: 'no such target', verdict: 'ready' },
  1012: { words: 'the limit of such pushes is reached', verdict: 'out_of_quota' },
  1020: { words: 'only HTTPS is supported', verdict: 'failing' },
  1030: { words: 'internal timeout', verdict: 'failing' },
  2002: { words: 'rate limit exceeded', verdict: 'out_of_quota' },
  2003: { words: 'the AppKey is on the blacklist', verdict: 'key_refused' },
  2004: { words: 'this server’s address is not on the IP whitelist', verdict: 'key_refused' },
  2005: { words: 'more messages than is reasonable', verdict: 'out_of_quota' },
  2006: { words: 'only for VIP users', verdict: null },
  2007: { words: 'no permission for this interface', verdict: null },
};

/** What is about the app, and would be said of each push by itself too. */
const aboutTheApp: ReadonlySet<number> = new Set([1004, 1008, 2002, 2003, 2004, 2005]);

/**
 * Whether a batch was refused as such (`verb`: not for this app, so it is not to be tried again), or for
 * something in it, which must not cost the other pushes their ring (`content`); null: neither.
 */
export function refusalOfBatch(status: number, code: number | null): 'verb' | 'content' | null {
  if (status < 400 || status >= 500 || status === 401 || status === 429) return null;
  if (code !== null && aboutTheApp.has(code)) return null;
  const isVerb = code === 2006 || code === 2007 || status === 404 || status === 405;
  return isVerb ? 'verb' : 'content';
}

const errorSchema = z.object({
  error: z.object({ code: z.int(), message: z._default(z.string(), '') }),
});

/** The code and the message of an answer that reports an error; null where it reports none. */
export function errorOf(answer: unknown): { code: number; message: string } | null {
  const read = z.safeParse(errorSchema, answer);
  return read.success ? read.data.error : null;
}

/**
 * Judges the answer for one push. The message of an answer repeats the RegistrationID and is therefore only
 * looked at, never passed on.
 *
 * @param resetsAt when the rate window ends (ms since 1970), null where the answer did not say
 */
export function judge(
  status: number,
  error: { code: number; message: string } | null,
  messageId: string | null,
  resetsAt: number | null,
): Judgement {
  if (error === null && status >= 200 && status < 300) {
    const result = { state: 'accepted', status, providerId: messageId } as const;
    return { attempt: { kind: 'final', result }, verdict: 'ready', detail: '' };
  }
  const detail = wordsOf(status, error?.code ?? null);
  const verdict = verdictOf(status, error?.code ?? null);
  if (error?.code === 2002 || status === 429) {
    const attempt = { kind: 'again', status, reason: 'out_of_quota', notBefore: resetsAt } as const;
    return { attempt, verdict, detail };
  }
  if (status >= 500 || error?.code === 1000 || error?.code === 1030) {
    return { attempt: { kind: 'again', status, reason: detail, notBefore: null }, verdict, detail };
  }
  if (error !== null && isGone(error)) {
    const result = { state: 'gone', status, reason: detail, since: null } as const;
    return { attempt: { kind: 'final', result }, verdict: 'ready', detail: '' };
  }
  const result = { state: 'refused', status, reason: detail } as const;
  return { attempt: { kind: 'final', result }, verdict, detail };
}

/** 1011: nobody has it, or not for 255 days; 1003 with its name: it never was a RegistrationID. */
function isGone({ code, message }: { code: number; message: string }): boolean {
  return code === 1011 || (code === 1003 && /registration_?id/i.test(message));
}

function wordsOf(status: number, code: number | null): string {
  if (code === null) return `HTTP ${status}`;
  const words = codes[code]?.words;
  return words === undefined ? String(code) : `${code} ${words}`;
}

function verdictOf(status: number, code: number | null): ProviderVerdict | null {
  const known = code === null ? undefined : codes[code];
  if (known) return known.verdict;
  if (status === 401) return 'key_refused';
  return status === 429 ? 'out_of_quota' : 'failing';
}
