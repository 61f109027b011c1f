import * as z from 'zod/mini';
import { cloudSuccessSchema } from '@/lib/platform/envelope';
import type { Config } from '@/lib/platform/own';
import type { Reason } from '@/lib/platform/reasons';
import { registrationResultSchema } from '@/lib/platform/registration';
import { ApiError, readJson, readRetryAfter, type Api } from '../api';
import { registrationPath } from '../stream/registration';

/** Which registration is meant: whose, and `<hex>__<app key>` (platform-api.md, section 2). */
export interface VoipDevice {
  readonly account: string;
  readonly deviceId: string;
}

/** Registers the app that shows this page, by the page's cookie. Each rejects with an {@link ApiError}. */
export interface VoipVerbs {
  readonly register: (cloud: Config['cloud'], device: VoipDevice) => Promise<void>;
  /** Repeating it is harmless. */
  readonly end: (device: VoipDevice) => Promise<void>;
}

/** The verbs over the page's API; what answers in the vendor's envelope goes over `send` itself. */
export function createVoipVerbs(api: Api, send: typeof fetch): VoipVerbs {
  return {
    async register(cloud, { account, deviceId }) {
      const body = { device_id: deviceId, device_type: 'ios' };
      if (cloud === 'dedicated') {
        await registerDedicated(send, { ...body, account });
        return;
      }
      await api.post(`${registrationPath(account)}/new_session`, {
        body,
        schema: registrationResultSchema,
      });
    },
    async end({ account, deviceId }) {
      await api.post(`${registrationPath(account)}/end_session`, {
        body: { device_id: deviceId },
        schema: z.unknown(),
      });
    },
  };
}

const dedicatedPath = '/api/v3/app/registrations/jpush_token';
const registeredSchema = cloudSuccessSchema(registrationResultSchema);
const refusedSchema = z.object({ code: z.string(), results: z.string() });

/** How long an answer may take, ms. */
const patience = 15_000;

async function registerDedicated(send: typeof fetch, body: unknown): Promise<void> {
  const response = await send(dedicatedPath, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    cache: 'no-store',
    credentials: 'same-origin',
    signal: AbortSignal.timeout(patience),
  }).catch(() => {
    throw new ApiError({ kind: 'network' });
  });
  const answer = await readJson(response);
  if (z.safeParse(registeredSchema, answer).success) return;
  const refusal = z.safeParse(refusedSchema, answer);
  if (!refusal.success) throw new ApiError({ kind: 'network' });
  const retryAfter = readRetryAfter(response);
  throw new ApiError({
    kind: 'refused',
    status: Number(refusal.data.code),
    reason: reasonOfCode(refusal.data.code),
    text: refusal.data.results,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

/** The outcome of `/api/v3/` stands in `code` (platform-api.md, section 1). */
function reasonOfCode(code: string): Reason {
  switch (code) {
    case '400':
      return 'bad_request';
    case '401':
      return 'unauthorized';
    case '423':
    case '429':
      return 'too_many';
    case '503':
      return 'unavailable';
    default:
      return 'failed';
  }
}
