import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { readTicket } from '@/components/call/ticket-store';
import { reasonSeenBy } from '@/lib/call/invitation';
import { readAccountSegment } from '@/lib/platform/address';
import {
  endSessionBodySchema,
  incomingSchema,
  invitationStates,
  ringingBodySchema,
  ringingResultSchema,
  type Incoming,
} from '@/lib/platform/calling';
import { failureSchema, successSchema } from '@/lib/platform/envelope';
import { cancelReasonSchema } from '@/lib/platform/reasons';
import { bridgeVersion, fromShimSchema, toShimSchema } from '@/lib/platform/shim-bridge';
import { payloadLimit, writePayload } from '@/lib/server/push/apns/payload';
import vectors from '../../support/vectors.json';

// The same examples are read by the tests of the shim (native-shim/Tests/ShimCoreTests/Vectors).

const incoming = incomingSchema.parse(vectors.payload);

function incomingOf(name: string): Incoming {
  const vector = vectors.payloads.find((payload) => payload.name === name);
  if (!vector) throw new Error(`no payload "${name}"`);
  return incomingSchema.parse({ ...vectors.payload, ...vector.set });
}

describe('payloads that the shim reads', () => {
  it('are what the server writes, field for field', () => {
    expect(vectors.payload).toEqual(JSON.parse(writePayload(incoming)));
  });

  it.each(vectors.payloads)('$name', ({ name, set }) => {
    const payload = { ...vectors.payload, ...set };
    const { aps: _, ...written } = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(writePayload(incomingOf(name))));
    expect(payload).toMatchObject(written);
  });

  it.each(vectors.payloads)('say what the server meant: $name', ({ name, invitation }) => {
    const said = incomingOf(name);
    const { caller_name: _, ...read } = { ...vectors.invitation, ...invitation };
    expect(read).toEqual({
      id: said.invitation,
      ticket: said.token,
      address: said.conference_alias,
      caller_address: said.remote_address,
      video: said.call_type === 'video',
      meeting: said.service_type === 'conference',
      waiting: said.waiting,
      placed: Number(said.time),
      expires: said.expires_at,
    });
  });

  it('may be as long as the server makes them', () => {
    const lengths = vectors.payloads.flatMap(({ pad_to }) => pad_to ?? []);
    expect(lengths).toEqual([payloadLimit]);
  });

  const misshapen = vectors.payloads_refused.filter(
    ({ problem }) => /^(missing|wrong type)/.test(problem) && !problem.endsWith('version'),
  );

  it.each(misshapen)('are refused only where the server never writes so: $name', (vector) => {
    const { set = {}, without } = vector;
    const fields = Object.entries({ ...vectors.payload, ...set });
    const payload =
      'text' in vector ? {} : Object.fromEntries(fields.filter(([field]) => field !== without));
    expect(incomingSchema.safeParse(payload).success).toBe(false);
  });
});

describe('what the shim sends', () => {
  it.each(vectors.hand_over_links)('a link to $action: $payload', ({ payload, action, url }) => {
    const { origin, invitation, token, conference_alias } = incomingOf(payload);
    const parts = { invitation, ticket: token, address: conference_alias, action };
    const written = new URLSearchParams(parts).toString();
    expect(url).toBe(`${origin}/call#${written}`);
    const opened = new URL(url);
    expect([opened.origin, opened.pathname, opened.search]).toEqual([origin, '/call', '']);
    expect(readTicket(new URLSearchParams(opened.hash.slice(1)))).toEqual({
      ticket: { invitation, ticket: token, address: conference_alias },
      action,
    });
  });

  it.each(vectors.shim_requests)('a request: $request, $payload', (vector) => {
    const { payload, request, path, body } = vector;
    const { conference_alias } = incomingOf(payload);
    const [, segment = '', verb] = /^\/api\/services\/([^/]+)\/(\w+)$/.exec(path) ?? [];
    expect(new URL(path, incoming.origin).pathname).toBe(path);
    expect(readAccountSegment(segment)).toBe(conference_alias);
    expect(verb).toBe(request === 'reject' ? 'end_session' : 'ringing');
    const schema = request === 'reject' ? endSessionBodySchema : ringingBodySchema;
    expect(schema.parse(body)).toEqual(body);
    expect(body).toEqual(request === 'answering' ? { answering: true } : {});
  });
});

describe('answers to ringing', () => {
  const device = 'this-device';
  const bySomebody = { here: device, elsewhere: 'another-device', caller: '1', server: 'server' };

  const told = vectors.ringing_answers.flatMap(({ name, body, decided_by, ...means }) => {
    const known = 'rings_until' in means || 'over' in means;
    const answer = successSchema(ringingResultSchema).safeParse(body);
    return answer.success && known ? [{ name, decided_by, ...answer.data.result }] : [];
  });

  it.each(told)('have the form of the server’s: $name', ({ state, reason, decided_by }) => {
    if (decided_by === undefined) return;
    const decidedBy = z.enum(['here', 'elsewhere', 'caller', 'server']).parse(decided_by);
    const final = z.enum(invitationStates.filter((one) => one !== 'ringing')).parse(state);
    const status = { state: final, at: 0, decidedBy: bySomebody[decidedBy], reason: null };
    expect(reason ?? null).toBe(reasonSeenBy(status, device));
  });

  it('are there for every state', () => {
    const decided = told.filter(({ decided_by }) => decided_by !== undefined);
    expect(new Set(['ringing', ...decided.map(({ state }) => state)])).toEqual(
      new Set(invitationStates),
    );
  });

  it('are there for every refusal that tells the end', () => {
    const refusals = vectors.ringing_answers.flatMap(({ status, body, over }) => {
      const refusal = failureSchema.safeParse(body);
      return status === 409 && over && refusal.success ? [refusal.data.reason] : [];
    });
    expect(refusals).toEqual(expect.arrayContaining(cancelReasonSchema.options));
  });
});

describe('the bridge', () => {
  it.each(vectors.shim_to_page)('the page reads $text', ({ text }) => {
    const message: unknown = JSON.parse(text);
    expect(fromShimSchema.parse(message)).toEqual(message);
  });

  it.each(vectors.shim_to_page_refused)('the page drops %s', (text) => {
    expect(fromShimSchema.safeParse(jsonOf(text)).success).toBe(false);
  });

  it.each(vectors.page_to_shim)('the page says %j', (message) => {
    expect(toShimSchema.parse(message)).toEqual(message);
  });

  const unfit = vectors.page_to_shim_refused.filter(
    ({ origin, is_main_frame }) => origin === undefined && is_main_frame === undefined,
  );

  it.each(unfit)('the page never says: $name', ({ message, text }) => {
    expect(toShimSchema.safeParse(text === undefined ? message : jsonOf(text)).success).toBe(false);
  });

  it('has an example of every kind', () => {
    const kinds = (schema: typeof toShimSchema | typeof fromShimSchema) =>
      new Set(schema.def.options.flatMap(({ shape }) => shape.kind.def.values));
    const said = vectors.shim_to_page.map(({ text }) => fromShimSchema.parse(JSON.parse(text)));
    expect(new Set(said.map(({ kind }) => kind))).toEqual(kinds(fromShimSchema));
    expect(new Set(vectors.page_to_shim.map(({ kind }) => kind))).toEqual(kinds(toShimSchema));
    expect(new Set(vectors.page_to_shim.map(({ ringway }) => ringway))).toEqual(
      new Set([bridgeVersion]),
    );
  });
});

/** What a page reads of a text; undefined: nothing. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
