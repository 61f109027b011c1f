import { randomBytes } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { Arrivals } from '../arrivals';
import { decrypt, newReceiverKeys, type ReceiverKeys } from './encryption';
import { checkVapid } from './vapid';

/** A message that reached a browser. */
export interface WebPushArrival {
  readonly endpoint: string;
  /** What was decrypted. */
  readonly text: string;
  /** Of the body as it was sent, encrypted. */
  readonly bytes: number;
  /** Seconds. */
  readonly ttl: number;
  readonly urgency: string | null;
  readonly topic: string | null;
  /** The header by which the server showed its key (RFC 8292). */
  readonly authorization: string | null;
  /** Ms since 1970: when the push service took it. */
  readonly at: number;
}

/** What goes wrong with the next messages. */
export interface WebPushMisfortune {
  /** How many messages; one where it is absent, Infinity until `behave({})`. */
  readonly times?: number;
  /** Answers so, instead of taking the message. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly reason?: string;
  /** Never answers. */
  readonly hang?: boolean;
  /** Takes the message and answers so much later (ms). */
  readonly delay?: number;
}

/** A browser's subscription, as `PushSubscription.toJSON()` gives it, and what one may do to it. */
export interface StandInSubscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
  /** The browser is away: messages wait for it, as long as they live. */
  disconnect(): void;
  /** It is back, and gets what is left. */
  connect(): void;
  /** The person took the permission back: 410 from now on. */
  unsubscribe(): void;
}

/** A stand-in for a push service (RFC 8030, 8291, 8292). */
export interface WebPushStandIn {
  readonly url: string;
  /** `host:port`, for PUSH_TEST_HOSTS. */
  readonly host: string;
  readonly messages: readonly WebPushArrival[];
  /** The path of every request, also of those that get no answer. */
  readonly requests: readonly string[];
  /** The status of every answer, also of refusals. */
  readonly answers: readonly number[];
  nextMessage(): Promise<WebPushArrival>;
  /** @param vapidPublicKey what the page subscribes with, base64url */
  subscribe(vapidPublicKey: string): StandInSubscription;
  behave(misfortune: WebPushMisfortune): void;
  stop(): Promise<void>;
}

interface Subscription {
  readonly endpoint: string;
  readonly vapidPublicKey: string;
  readonly keys: ReceiverKeys;
  connected: boolean;
  gone: boolean;
  kept: WebPushArrival[];
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Starts a stand-in on loopback, by https with a certificate; `now` in ms since 1970. */
export async function startWebPushService({
  port = 0,
  certificate,
  now = Date.now,
}: {
  readonly port?: number;
  readonly certificate?: { readonly key: string; readonly cert: string };
  readonly now?: () => number;
} = {}): Promise<WebPushStandIn> {
  const arrivals = new Arrivals<WebPushArrival>();
  const subscriptions = new Map<string, Subscription>();
  const requests: string[] = [];
  const answers: number[] = [];
  let misfortune: WebPushMisfortune = {};
  let misfortunes = 0;

  function deliver(subscription: Subscription) {
    const kept = subscription.kept.filter(({ at, ttl }) => at + ttl * 1_000 > now());
    subscription.kept = [];
    for (const message of kept) arrivals.add(message);
  }

  /** RFC 8030, 5.4: what comes later on a topic takes the place of what waits. */
  function keep(subscription: Subscription, message: WebPushArrival) {
    const isReplaced = ({ topic }: WebPushArrival) => topic !== null && topic === message.topic;
    subscription.kept = subscription.kept.filter((each) => !isReplaced(each));
    subscription.kept.push(message);
  }

  async function answer(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const subscription = subscriptions.get(request.url ?? '');
    if (!subscription) return { status: 404 };
    if (subscription.gone) return { status: 410, body: '{"reason":"Unregistered"}' };
    const wrong =
      wrongRequest(request) ??
      (await checkVapid(request.headers.authorization, subscription.vapidPublicKey, url, now()));
    if (wrong) return { status: wrong.status, body: JSON.stringify({ reason: wrong.reason }) };
    if (body.length > 4_096) return { status: 413, body: '{"reason":"PayloadTooLarge"}' };
    let text: string;
    try {
      text = decrypt(body, subscription.keys);
    } catch {
      return { status: 400, body: '{"reason":"BadEncryption"}' };
    }
    const ttl = Number(request.headers.ttl);
    const message: WebPushArrival = {
      endpoint: subscription.endpoint,
      text,
      bytes: body.length,
      ttl,
      urgency: single(request.headers.urgency),
      topic: single(request.headers.topic),
      authorization: single(request.headers.authorization),
      at: now(),
    };
    if (subscription.connected) arrivals.add(message);
    else keep(subscription, message);
    const location = `${url}/messages/${randomBytes(24).toString('base64url')}`;
    return { status: 201, headers: { Location: location, TTL: String(ttl) } };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    requests.push(request.url ?? '');
    const present = misfortunes > 0 ? misfortune : {};
    misfortunes = Math.max(0, misfortunes - 1);
    if (present.hang) return;
    const { status, reason } = present;
    const given: Answer =
      status === undefined
        ? await answer(request, body)
        : {
            status,
            ...(present.headers && { headers: present.headers }),
            ...(reason !== undefined && { body: JSON.stringify({ reason }) }),
          };
    const send = () => {
      answers.push(given.status);
      response.writeHead(given.status, given.headers).end(given.body);
    };
    if (present.delay) setTimeout(send, present.delay);
    else send();
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void handle(request, response);
  };
  const server = certificate
    ? https.createServer(certificate, listener)
    : http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const url = `${certificate ? 'https' : 'http'}://${host}`;

  return {
    url,
    host,
    messages: arrivals.all,
    requests,
    answers,
    nextMessage: () => arrivals.next(),
    subscribe: (vapidPublicKey) => {
      const path = `/push/${randomBytes(32).toString('base64url')}`;
      const subscription: Subscription = {
        endpoint: `${url}${path}`,
        vapidPublicKey,
        keys: newReceiverKeys(randomBytes(16)),
        connected: true,
        gone: false,
        kept: [],
      };
      subscriptions.set(path, subscription);
      return {
        endpoint: subscription.endpoint,
        keys: {
          p256dh: subscription.keys.curve.getPublicKey('base64url'),
          auth: subscription.keys.auth.toString('base64url'),
        },
        disconnect: () => {
          subscription.connected = false;
        },
        connect: () => {
          subscription.connected = true;
          deliver(subscription);
        },
        unsubscribe: () => {
          subscription.gone = true;
        },
      };
    },
    behave: (next) => {
      misfortune = next;
      misfortunes = next.times ?? 1;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What RFC 8030 and 8291 ask of the headers. */
function wrongRequest({
  method,
  headers,
}: IncomingMessage): { readonly status: number; readonly reason: string } | null {
  if (method !== 'POST') return { status: 405, reason: 'MethodNotAllowed' };
  if (!/^\d{1,10}$/.test(single(headers.ttl) ?? '')) return { status: 400, reason: 'BadTtl' };
  if (!/^(very-low|low|normal|high)$/.test(single(headers.urgency) ?? 'normal')) {
    return { status: 400, reason: 'BadUrgency' };
  }
  if (!/^[\w-]{1,32}$/.test(single(headers.topic) ?? 'none')) {
    return { status: 400, reason: 'BadWebPushTopic' };
  }
  if (headers['content-encoding'] !== 'aes128gcm') {
    return { status: 415, reason: 'BadContentEncoding' };
  }
  return null;
}

function single(header: string | string[] | undefined): string | null {
  return typeof header === 'string' ? header : null;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}
