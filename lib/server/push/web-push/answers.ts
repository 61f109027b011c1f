import type { ProviderVerdict } from '@/lib/platform/pushes';
import type { Attempt } from '../attempts';
import type { ServiceAnswer } from './service';

/** What an answer means for the push, and for what is known of the service (null: nothing). */
export interface Judgement {
  readonly attempt: Attempt;
  readonly verdict: ProviderVerdict | null;
  readonly detail: string;
}

/** Judges an answer by RFC 8030 and what push services make of it; `now` in ms since 1970. */
export function judge(answer: ServiceAnswer, now: number): Judgement {
  if (answer.kind === 'refused') {
    const result = { state: 'refused', status: 0, reason: answer.reason } as const;
    return { attempt: { kind: 'final', result }, verdict: null, detail: answer.reason };
  }
  if (answer.kind === 'nothing') {
    const { reason } = answer;
    const attempt = { kind: 'again', status: null, reason, notBefore: null } as const;
    return { attempt, verdict: reason === 'closed' ? null : 'unreachable', detail: reason };
  }
  const { status, headers } = answer;
  const detail = `${status} ${wordOf(answer.text)}`.trim();
  if (status >= 200 && status < 300) {
    const result = { state: 'accepted', status, providerId: idOf(headers) } as const;
    return { attempt: { kind: 'final', result }, verdict: 'ready', detail: '' };
  }
  if (status === 404 || status === 410) {
    const result = { state: 'gone', status, reason: detail, since: null } as const;
    return { attempt: { kind: 'final', result }, verdict: null, detail };
  }
  if (status === 429 || status >= 500) {
    const notBefore = retryAfter(headers['retry-after'], now);
    const verdict = status === 429 ? 'out_of_quota' : 'failing';
    return { attempt: { kind: 'again', status, reason: detail, notBefore }, verdict, detail };
  }
  const result = { state: 'refused', status, reason: detail } as const;
  return { attempt: { kind: 'final', result }, verdict: verdictOfRefusal(status), detail };
}

/** 413 is about this push alone; of what is wrong with a request of ours, the key is what differs. */
function verdictOfRefusal(status: number): ProviderVerdict | null {
  if (status === 413) return null;
  return [400, 401, 403].includes(status) ? 'key_refused' : 'failing';
}

/** The provider's word for it ("BadJwtToken"): a single word can repeat neither endpoint nor body. */
function wordOf(text: string): string {
  return /"(?:reason|error|status)"\s*:\s*"([A-Za-z_]{1,40})"/.exec(text)?.[1] ?? '';
}

/** Apple's `apns-id`; else the beginning of what the message is called, too short to be used for it. */
function idOf(headers: {
  readonly 'apns-id'?: unknown;
  readonly location?: unknown;
}): string | null {
  const own = headers['apns-id'];
  if (typeof own === 'string') return own.slice(0, 40);
  if (typeof headers.location !== 'string') return null;
  return headers.location.split('/').at(-1)?.slice(0, 20) || null;
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), as ms since 1970; null: not said. */
function retryAfter(text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text)) return now + Number(text) * 1_000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : date;
}
