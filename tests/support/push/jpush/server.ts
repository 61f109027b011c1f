import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod/mini';
import { Arrivals } from '../arrivals';
import { AppState, type StandInApp } from './apps';
import {
  batchSchema,
  readBatchEntry,
  readSinglePush,
  type JPushError,
  type ReadPush,
} from './validation';

/** A push that JPush took. */
export interface JPushPush extends ReadPush {
  readonly appKey: string;
  /** Ms since 1970. */
  readonly at: number;
  readonly messageId: string;
  readonly batched: boolean;
}

/** What goes wrong with the next calls that push (single or batch). */
export interface JPushMisfortune {
  /** How many calls; one where it is absent, Infinity until `behave({})`. */
  readonly times?: number;
  /** Answers so instead of taking the push. */
  readonly error?: JPushError;
  /** Never answers. */
  readonly hang?: boolean;
  /** The push is taken, and the connection is lost before the answer. */
  readonly loseAnswer?: boolean;
  /** Takes the push and answers so much later (ms). */
  readonly delay?: number;
}

/** A stand-in for JPush's REST API v3. */
export interface JPushStandIn {
  readonly url: string;
  readonly pushes: readonly JPushPush[];
  /** Every call, also those refused, as "POST /v3/push". */
  readonly calls: readonly string[];
  nextPush(): Promise<JPushPush>;
  behave(misfortune: JPushMisfortune): void;
  /** Sets what is left of an app's rate window. */
  setQuota(
    appKey: string,
    quota: { readonly remaining: number; readonly resetSeconds: number },
  ): void;
  /** The app was removed from that device. */
  forget(appKey: string, registrationId: string): void;
  stop(): Promise<void>;
}

/** Starts a stand-in on loopback; `now` in ms since 1970. */
export async function startJPush({
  port = 0,
  apps,
  now = Date.now,
}: {
  readonly port?: number;
  readonly apps: readonly StandInApp[];
  readonly now?: () => number;
}): Promise<JPushStandIn> {
  const states = new Map(apps.map((app) => [app.appKey, new AppState(app, now)]));
  const arrivals = new Arrivals<JPushPush>();
  const calls: string[] = [];
  let misfortune: JPushMisfortune = {};
  let misfortunes = 0;
  let messageId = 18_100_287_008_958_889n;

  function nextMisfortune(): JPushMisfortune {
    if (misfortunes <= 0) return {};
    misfortunes -= 1;
    return misfortune;
  }

  function take(
    state: AppState,
    push: ReadPush,
    batched: boolean,
  ): { msg_id: string } | JPushError {
    const { cid } = push;
    const before = cid === null ? undefined : state.answered.get(cid);
    if (before) return { msg_id: before.messageId };
    if (cid !== null && !state.given.has(cid)) {
      return { status: 400, code: 1003, message: 'cid is invalid' };
    }
    if (push.registrationIds.every((id) => state.gone.has(id))) {
      const message =
        'cannot find user by this audience or has been inactive for more than 255 days';
      return { status: 400, code: 1011, message };
    }
    messageId += 1n;
    const id = String(messageId);
    if (cid !== null) state.answered.set(cid, { messageId: id });
    const { appKey } = state.app;
    arrivals.add({ ...push, appKey, at: now(), messageId: id, batched });
    return { msg_id: id };
  }

  function single(state: AppState, body: unknown, validateOnly: boolean): Answer {
    const push = readSinglePush(body);
    if ('code' in push) return refusal(push);
    if (validateOnly) return { status: 200, body: { sendno: '0', msg_id: '0' } };
    const taken = take(state, push, false);
    return 'code' in taken ? refusal(taken) : { status: 200, body: { sendno: '0', ...taken } };
  }

  function batch(state: AppState, body: unknown): Answer {
    const { vip, batch: mayBatch = true } = state.app;
    if (!vip) return refusal({ status: 403, code: 2006, message: 'only for VIP users' });
    if (!mayBatch) return refusal({ status: 403, code: 2007, message: 'no permission' });
    const read = z.safeParse(batchSchema, body);
    if (!read.success || Object.keys(read.data.pushlist).length > 1_000) {
      return refusal({ status: 400, code: 1003, message: 'pushlist is invalid' });
    }
    const entries = Object.entries(read.data.pushlist).map(([cid, entry]) => {
      const push = readBatchEntry(cid, entry);
      const taken = 'code' in push ? push : take(state, push, true);
      if (!('code' in taken)) return [cid, taken] as const;
      return [cid, { error: { code: taken.code, message: taken.message } }] as const;
    });
    return { status: 200, body: Object.fromEntries(entries) };
  }

  function route(state: AppState, method: string, url: URL, text: string): Answer {
    const body = json(text);
    switch (url.pathname) {
      case '/v3/push/cid':
        return {
          status: 200,
          body: { cidlist: state.giveCids(Number(url.searchParams.get('count') ?? 1)) },
        };
      case '/v3/push':
      case '/v3/push/validate':
        if (method !== 'POST') return refusal({ status: 405, code: 1001, message: 'only POST' });
        return single(state, body, url.pathname.endsWith('validate'));
      case '/v3/push/batch/regid/single':
        return batch(state, body);
      default:
        return { status: 404, body: {} };
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(request);
    const url = new URL(request.url ?? '/', 'http://jpush');
    const method = request.method ?? 'GET';
    calls.push(`${method} ${url.pathname}`);
    const state = authenticate(states, request.headers.authorization);
    if ('code' in state) {
      send(response, refusal(state), {});
      return;
    }
    if (!state.count()) {
      send(response, refusal(exceeded), state.headers());
      return;
    }
    const present = url.pathname === '/v3/push/cid' ? {} : nextMisfortune();
    if (present.hang) return;
    if (present.error) {
      send(response, refusal(present.error), state.headers());
      return;
    }
    const answer = route(state, method, url, text);
    if (present.loseAnswer) {
      request.socket.destroy();
      return;
    }
    const headers = state.headers();
    if (present.delay) setTimeout(() => send(response, answer, headers), present.delay);
    else send(response, answer, headers);
  }

  const server = createServer((request, response) => {
    void handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${address.port}`,
    pushes: arrivals.all,
    calls,
    nextPush: () => arrivals.next(),
    behave: (next) => {
      misfortune = next;
      misfortunes = next.times ?? 1;
    },
    setQuota: (appKey, { remaining, resetSeconds }) =>
      states.get(appKey)?.setQuota(remaining, resetSeconds),
    forget: (appKey, registrationId) => states.get(appKey)?.gone.add(registrationId),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const exceeded: JPushError = { status: 429, code: 2002, message: 'Rate limit exceeded' };

function refusal({ status, code, message }: JPushError): Answer {
  return { status, body: { error: { code, message } } };
}

/** Basic authentication with AppKey and master secret. */
function authenticate(
  states: ReadonlyMap<string, AppState>,
  header: string | undefined,
): AppState | JPushError {
  const encoded = /^Basic (\S+)$/.exec(header ?? '')?.[1];
  const [appKey = '', secret] = Buffer.from(encoded ?? '', 'base64')
    .toString()
    .split(':');
  const state = states.get(appKey);
  if (encoded !== undefined && !state) {
    return { status: 400, code: 1008, message: 'app_key is invalid' };
  }
  if (state && state.app.masterSecret === secret) return state;
  return { status: 401, code: 1004, message: 'Authen failed' };
}

function send(response: ServerResponse, { status, body }: Answer, headers: Record<string, string>) {
  // As JPush does: the id is a number, and larger than JavaScript's.
  const text = JSON.stringify(body).replace(/"msg_id":"(\d+)"/g, '"msg_id":$1');
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(text);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts).toString();
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
