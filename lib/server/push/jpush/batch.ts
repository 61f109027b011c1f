import * as z from 'zod/mini';
import type { JPushTarget } from '../push';
import { errorOf } from './answers';
import { optionsOf, type JPushContent } from './message';
import type { ApnsEnvironment } from '../app-keys';

/** A push with its cid and its fitted content. */
export interface JPushParcel {
  readonly cid: string;
  readonly registrationId: string;
  readonly platform: JPushTarget['platform'];
  readonly content: JPushContent;
  /** Ms since 1970. */
  readonly expiresAt: number;
}

/** How many one call carries (batch single push API). */
export const batchSize = 1_000;

/** The body of `POST /v3/push` for one parcel. */
export function singleBody(parcel: JPushParcel, environment: ApnsEnvironment, now: number): string {
  return JSON.stringify({
    cid: parcel.cid,
    platform: [parcel.platform],
    audience: { registration_id: [parcel.registrationId] },
    ...parcel.content,
    options: optionsOf(parcel.platform, environment, parcel.expiresAt - now),
  });
}

/** The body of `POST /v3/push/batch/regid/single`: parcels by their cids, each with its own target. */
export function batchBody(
  parcels: readonly JPushParcel[],
  environment: ApnsEnvironment,
  now: number,
): string {
  const pushlist = parcels.map((parcel) => {
    const options = optionsOf(parcel.platform, environment, parcel.expiresAt - now);
    const { cid, platform, registrationId: target, content } = parcel;
    return [cid, { platform: [platform], target, ...content, options }] as const;
  });
  return JSON.stringify({ pushlist: Object.fromEntries(pushlist) });
}

/** One entry of a batch's answer. */
export interface BatchEntry {
  readonly messageId: string | null;
  readonly error: { readonly code: number; readonly message: string } | null;
}

/** The answer to a batch: an entry for each cid. */
export function readBatch(text: string): (cid: string) => BatchEntry | null {
  const read = z.safeParse(z.record(z.string(), z.unknown()), json(quoteIds(text)));
  const entries = read.success ? read.data : {};
  return (cid) => {
    const entry = entries[cid];
    if (entry === undefined) return null;
    return { messageId: idOf(entry), error: errorOf(entry) };
  };
}

/** The answer to a single push. */
export function readSingle(text: string): BatchEntry {
  const answer = json(quoteIds(text));
  return { messageId: idOf(answer), error: errorOf(answer) };
}

const idSchema = z.object({ msg_id: z.string() });

function idOf(answer: unknown): string | null {
  const read = z.safeParse(idSchema, answer);
  return read.success ? read.data.msg_id : null;
}

/** A `msg_id` may come as a number larger than JavaScript's. */
function quoteIds(text: string): string {
  return text.replace(/("msg_id"\s*:\s*)(\d+)/g, '$1"$2"');
}

/** What a text holds; undefined where it is not JSON. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
