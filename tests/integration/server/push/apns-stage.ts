import pino from 'pino';
import type { Incoming } from '@/lib/platform/calling';
import type { Clock } from '@/lib/server/clock';
import { createApnsProvider } from '@/lib/server/push/apns/provider';
import type { ApnsAppKey } from '@/lib/server/push/app-keys';
import type { OutgoingPush, PushMessage, PushResult } from '@/lib/server/push/push';
import { makeKeyPair } from '@/tests/support/push/apns/keys';
import { startApns, type ApnsServer, type ApnsWishes } from '@/tests/support/push/apns/server';
import { createVirtualClock, type VirtualClock } from '@/tests/support/virtual-clock';

export const team = 'TEAM000001';
export const keyId = 'KEY0000001';
export const topic = 'com.example.calls.voip';

export const incoming: Incoming = {
  remote_alias: 'alice@example.com',
  owner: 'bob@example.com',
  remote_display_name: 'Alice',
  conference_alias: 'room@example.com',
  token: 'one-time-token-of-the-call',
  time: '1900000000',
  service_type: 'gateway',
  bsskey: 'key',
  invitation: 'invitation',
  remote_address: 'alice@example.com',
  call_type: 'video',
  expires_at: 1_900_000_045,
  origin: 'https://calls.example.com',
  waiting: false,
};

/** A token that a device may have: the n-th of this test. */
export function tokenOf(n: number): string {
  return `${'a'.repeat(56)}${n.toString(16).padStart(8, '0')}`;
}

/** What a test says of a push; the rest is ordinary. */
export interface PushWishes {
  readonly token?: string;
  readonly appKey?: ApnsAppKey;
  readonly message?: PushMessage;
  /** ms from now. */
  readonly expiresIn?: number;
  readonly isDropped?: () => boolean;
  /** Called with each step of its journey. */
  readonly onStep?: (step: string) => void;
}

/** A push on its way. */
export interface SentPush {
  readonly id: string;
  readonly result: Promise<PushResult>;
  readonly steps: readonly string[];
}

/** The client and the service, joined. */
export interface ApnsStage {
  readonly apns: ApnsServer;
  readonly clock: VirtualClock;
  readonly appKey: ApnsAppKey;
  readonly provider: ReturnType<typeof createApnsProvider>;
  /** All that was logged, as text. */
  readonly logged: () => string;
  readonly privateKey: string;
  readonly send: (wishes?: PushWishes) => SentPush;
  /** Moves the clock on, a little at a time, until a promise is settled. */
  readonly pass: <Result>(promise: Promise<Result>, step?: number) => Promise<Result>;
  end(): Promise<void>;
}

/** How a stage is set. */
export interface StageWishes {
  readonly apns?: Partial<ApnsWishes>;
  /** The service's clock is ahead by so many ms. */
  readonly ahead?: number;
  readonly credentials?: Partial<NonNullable<ApnsAppKey['credentials']>>;
  readonly appKeys?: (appKey: ApnsAppKey) => readonly ApnsAppKey[];
  readonly clock?: (clock: VirtualClock) => Clock;
  /** Where no service is: the client is led there. */
  readonly url?: string;
}

export async function openStage(wishes: StageWishes = {}): Promise<ApnsStage> {
  const clock = createVirtualClock();
  const { privateKey, publicKey } = makeKeyPair();
  const apns = await startApns({
    keys: [{ team, keyId, publicKey }],
    topics: [topic],
    now: () => clock.now() + (wishes.ahead ?? 0),
    ...wishes.apns,
  });
  const appKey: ApnsAppKey = {
    provider: 'apns',
    key: 'app-key',
    certificateName: 'apns_example',
    credentials: {
      team,
      keyId,
      privateKey,
      topic,
      environment: 'production',
      ...wishes.credentials,
    },
  };
  let logged = '';
  const url = wishes.url ?? apns.url;
  const provider = createApnsProvider({
    settings: { apnsUrls: { production: url, sandbox: url }, apnsAuthority: apns.authority },
    appKeys: wishes.appKeys?.(appKey) ?? [appKey],
    clock: wishes.clock?.(clock) ?? clock,
    log: pino({ level: 'trace' }, { write: (line: string) => (logged += line) }),
  });

  return {
    apns,
    clock,
    appKey,
    provider,
    logged: () => logged,
    privateKey,
    send: (push = {}) => {
      const steps: string[] = [];
      const outgoing: OutgoingPush & { target: { provider: 'apns' } } = {
        id: crypto.randomUUID(),
        target: {
          provider: 'apns',
          appKey: push.appKey ?? appKey,
          token: push.token ?? tokenOf(0),
        },
        message: push.message ?? { purpose: 'ring', incoming },
        expiresAt: clock.now() + (push.expiresIn ?? 45_000),
        isDropped: push.isDropped ?? (() => false),
        note: (step, detail) => {
          const said = detail === undefined ? step : `${step} ${detail}`;
          steps.push(said);
          push.onStep?.(said);
        },
      };
      return { id: outgoing.id, result: provider.send(outgoing), steps };
    },
    pass: async (promise, step = 100) => {
      const settled = Promise.allSettled([promise]).then(() => 'settled');
      for (;;) {
        if ((await Promise.race([settled, someTurns()])) === 'settled') return promise;
        clock.advance(step);
      }
    },
    end: async () => {
      await provider.close();
      await apns.stop();
    },
  };
}

/** What is on its way between client and service arrives meanwhile. */
async function someTurns(): Promise<string> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((turned) => setImmediate(turned));
  return 'turned';
}
