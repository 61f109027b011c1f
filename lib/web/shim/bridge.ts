import * as z from 'zod/mini';
import { bridgeVersion, fromShimSchema, type FromShim } from '@/lib/platform/shim-bridge';

/** Why a message of the shim is dropped; all that is noted of it. */
export type BridgeProblem = 'not JSON' | 'unknown version' | 'unknown kind' | 'malformed';

const kinds: ReadonlySet<string> = new Set([
  'voip_token',
  'answered',
  'call_back',
  'system_rings',
] satisfies FromShim['kind'][]);

/** Reads what the shim said. */
export function readFromShim(
  text: unknown,
):
  | { readonly ok: true; readonly message: FromShim }
  | { readonly ok: false; readonly problem: BridgeProblem } {
  const json = parseText(text);
  if (json === undefined) return { ok: false, problem: 'not JSON' };
  const parsed = z.safeParse(fromShimSchema, json);
  if (parsed.success) return { ok: true, message: parsed.data };
  return { ok: false, problem: problemWith(json) };
}

/** Lets the shim speak to this page: `window.ringwayShim.receive(text)`. */
export function openBridge(parts: {
  readonly page: object;
  readonly hear: (message: FromShim) => void;
  readonly note: (problem: BridgeProblem) => void;
}): void {
  const receive = (text: unknown): void => {
    const said = readFromShim(text);
    if (said.ok) parts.hear(said.message);
    else parts.note(said.problem);
  };
  Object.assign(parts.page, { ringwayShim: { receive } });
}

function parseText(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const envelopeSchema = z.object({ ringway: z.literal(bridgeVersion) });
const kindSchema = z.object({ kind: z.string() });

function problemWith(json: unknown): BridgeProblem {
  if (!z.safeParse(envelopeSchema, json).success) return 'unknown version';
  const { data } = z.safeParse(kindSchema, json);
  return data !== undefined && kinds.has(data.kind) ? 'malformed' : 'unknown kind';
}
