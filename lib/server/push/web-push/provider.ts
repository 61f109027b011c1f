import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import webPush from 'web-push';
import type { Clock } from '@/lib/server/clock';
import { attemptInTime, type Attempt } from '../attempts';
import type { PushSettings } from '../push-settings';
import type { OutgoingPush, PushProvider, WebTarget } from '../push';
import { resolveByDns, type Resolve } from './addresses';
import { judge } from './answers';
import { payloadOf, timeToLive, topicOf } from './message';
import { createPushServices } from './service';
import { createServiceHealth, webPushState } from './state';
import type { VapidKeys } from './vapid';

/** What web push stands on. */
interface WebPushParts {
  readonly settings: Pick<PushSettings, 'contact' | 'testHosts'>;
  /** Of the web app: where a tap leads. */
  readonly origin: string;
  readonly vapidKeys: VapidKeys;
  readonly clock: Clock;
  readonly log: Logger;
  /** How names become addresses; the name servers' answer where it is absent. */
  readonly resolve?: Resolve;
}

/** How long a VAPID token is used, in ms; the library makes it good for 12 h of the at most 24 (RFC 8292, 2). */
const tokenIsUsed = 3_600_000;
const mostTokens = 100;

/**
 * The client of push services (RFC 8030, 8291, 8292). The library encrypts and signs; the requests are our
 * own, since its own would follow an endpoint anywhere.
 */
export function createWebPushProvider(parts: WebPushParts): PushProvider<WebTarget> {
  const { settings, origin, clock, log } = parts;
  const closing = new AbortController();
  // One for each push under way.
  setMaxListeners(0, closing.signal);
  const state = webPushState(settings, origin);
  const health = createServiceHealth(clock, state);
  const services = createPushServices(settings.testHosts, parts.resolve ?? resolveByDns, clock);
  const authorization = createAuthorization(parts);

  async function attempt(push: OutgoingPush<WebTarget>, payload: string): Promise<Attempt> {
    const { target, message } = push;
    const body = encrypt(target, payload);
    if (body === null) return { kind: 'final', result: refused('bad subscription') };
    const { host, origin: audience } = new URL(target.endpoint);
    push.note('sent');
    const answer = await services.post(
      target.endpoint,
      {
        authorization: authorization(audience),
        'content-type': 'application/octet-stream',
        'content-encoding': 'aes128gcm',
        ttl: timeToLive(message, push.expiresAt - clock.now()),
        urgency: 'high',
        topic: topicOf(message.incoming.invitation),
      },
      body,
    );
    const { attempt, verdict, detail } = judge(answer, clock.now());
    push.note('answered', detail || (answer.kind === 'answer' ? String(answer.status) : ''));
    if (verdict !== null) {
      health.note(host, verdict, detail);
      if (verdict !== 'ready') log.info({ host, verdict, detail }, 'web push');
    }
    return attempt;
  }

  return {
    name: 'web',
    warm: () => undefined,
    send: (push) => {
      if (!state.on) return Promise.resolve(refused(state.verdict));
      let payload: string;
      try {
        payload = payloadOf(push.message, push.target.language, origin);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return Promise.resolve(refused('too large'));
      }
      return attemptInTime(push, clock, closing.signal, () => attempt(push, payload));
    },
    states: () => [health.state()],
    check: () => {
      if (state.on) {
        authorization('https://push.example.com');
        health.checked();
      }
      return Promise.resolve([health.state()]);
    },
    close: () => {
      closing.abort();
      services.close();
      return Promise.resolve();
    },
  };
}

function refused(reason: string) {
  return { state: 'refused', status: 0, reason } as const;
}

/** Null where a browser gave no URL, or keys that are none (a point that is not on the curve). */
function encrypt({ endpoint, p256dh, auth }: WebTarget, payload: string): Buffer | null {
  if (!URL.canParse(endpoint)) return null;
  try {
    return webPush.encrypt(p256dh, auth, payload, 'aes128gcm').cipherText;
  } catch {
    return null;
  }
}

/** Tokens are used again while they are young (RFC 8292, 2: to spare both sides), one a push service. */
function createAuthorization({ settings, vapidKeys, clock }: WebPushParts) {
  const tokens = new Map<string, { readonly header: string; readonly until: number }>();

  return (audience: string): string => {
    const known = tokens.get(audience);
    if (known && known.until > clock.now()) return known.header;
    if (tokens.size >= mostTokens) tokens.clear();
    const { Authorization: header } = webPush.getVapidHeaders(
      audience,
      settings.contact ?? '',
      vapidKeys.publicKey,
      vapidKeys.privateKey,
      'aes128gcm',
    );
    tokens.set(audience, { header, until: clock.now() + tokenIsUsed });
    return header;
  };
}
