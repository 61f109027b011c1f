import * as z from 'zod/mini';
import { cloudSuccessSchema } from '@/lib/platform/envelope';
import { checkJoinResultsSchema } from '@/lib/platform/room';
import { readJson, readRetryAfter } from '../api';

/**
 * What somebody learns of a meeting before joining it: no more than joining would tell. Where a PIN comes first
 * `name` is null, and nobody says whether it is `encrypted`; `closed`: it takes no guests, or there is none.
 */
export type AskedMeeting =
  | {
      readonly state: 'open';
      readonly name: string | null;
      readonly wantsPin: boolean;
      readonly encrypted: boolean;
    }
  | { readonly state: 'closed' }
  | { readonly state: 'wait'; readonly seconds: number }
  | { readonly state: 'unreachable' };

const openSchema = cloudSuccessSchema(checkJoinResultsSchema);
const refusedSchema = z.object({ code: z.string() });

/** Asks what an address is to whoever asks, with a PIN or without (platform-api.md 4, checkJoin). */
export async function askMeeting(address: string, pin?: string): Promise<AskedMeeting> {
  let response: Response;
  try {
    response = await fetch('/api/v3/meet/checkJoin.shtml', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ joinAccount: address, joinPwd: pin }),
      cache: 'no-store',
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    return { state: 'unreachable' };
  }
  return readAskedMeeting(await readJson(response), readRetryAfter(response));
}

/** The answer of checkJoin as a guest's page understands it; `retryAfter` in seconds. */
export function readAskedMeeting(answer: unknown, retryAfter?: number): AskedMeeting {
  const open = z.safeParse(openSchema, answer);
  if (open.success) {
    const { isDot, conferenceName, pin, encrypted = false } = open.data.results;
    if (isDot) return { state: 'closed' };
    const name = conferenceName === '' ? null : conferenceName;
    return { state: 'open', name, wantsPin: pin === 'required', encrypted };
  }
  const refused = z.safeParse(refusedSchema, answer);
  switch (refused.success ? refused.data.code : '') {
    case '423':
      return { state: 'wait', seconds: retryAfter ?? 60 };
    case '400':
    case '401':
    case '403':
    case '404':
      return { state: 'closed' };
    default:
      return { state: 'unreachable' };
  }
}
