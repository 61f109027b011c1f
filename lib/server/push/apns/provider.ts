import type { Logger } from 'pino';
import type { Incoming } from '@/lib/platform/calling';
import type { Clock } from '@/lib/server/clock';
import { systemRandom, type Random } from '@/lib/server/random';
import type { ApnsAppKey, ApnsCredentials } from '../app-keys';
import type { PushSettings } from '../push-settings';
import type { ApnsTarget, PushProvider, PushResult } from '../push';
import { ApnsChannel } from './channel';
import { Delivery, type Ring } from './delivery';
import { writePayload } from './payload';
import { AppKeyState } from './state';

/** What the provider needs. */
export interface ApnsParts {
  readonly settings: Pick<PushSettings, 'apnsUrls' | 'apnsAuthority'>;
  readonly appKeys: readonly ApnsAppKey[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly random?: Pick<Random, 'uuid'>;
}

/** A token that no device has: APNs answers `BadDeviceToken` once it took key and topic. */
const impossibleToken = '0'.repeat(64);

const withoutCredentials: PushResult = { state: 'failed', status: null, reason: 'no credentials' };
const tooLarge: PushResult = { state: 'refused', status: 413, reason: 'PayloadTooLarge' };

/** A check takes so long at most, in ms. */
const checkWithin = 10_000;

/**
 * Apple's push service (ios-shim.md, PushKit and APNs): app keys of the same team, key and environment
 * share a channel; another channel's troubles delay nothing here.
 */
export function createApnsProvider(parts: ApnsParts): PushProvider<ApnsTarget> {
  const { appKeys, clock } = parts;
  const random = parts.random ?? systemRandom;
  const states = new Map(appKeys.map((appKey) => [appKey.key, new AppKeyState(appKey, clock)]));
  const channels = openChannels(parts, states);

  const deliver = (
    appKey: ApnsAppKey,
    token: string,
    ring: Ring,
    body: string,
  ): Promise<PushResult> => {
    const channel = appKey.credentials && channels.get(nameOf(appKey.credentials));
    const state = states.get(appKey.key);
    if (!channel || !state) return Promise.resolve(withoutCredentials);
    const { topic } = appKey.credentials;
    const request = { path: `/3/device/${token}`, topic, id: ring.id, body };
    return new Promise((end) => {
      channel.submit(new Delivery(ring, request, { channel, state, clock }, end));
    });
  };

  const check = async (appKey: ApnsAppKey): Promise<void> => {
    if (!appKey.credentials) return;
    const ring = {
      id: random.uuid(),
      expiresAt: clock.now() + checkWithin,
      isDropped: () => false,
      note: () => undefined,
    };
    const result = await deliver(appKey, impossibleToken, ring, '{"aps":{}}');
    const state = states.get(appKey.key);
    if (result.state === 'refused' && result.reason === 'BadDeviceToken') state?.good();
    if (result.state === 'failed') state?.failed(result.status, result.reason);
    if (result.state === 'expired') state?.unreachable('no answer');
  };

  const read = () => Array.from(states.values(), (state) => state.read());

  return {
    name: 'apns',
    warm: () => {
      for (const channel of channels.values()) channel.warm();
    },
    send: (push) => {
      const { message, target } = push;
      // Each VoIP push must show a call on iOS: none takes one back (call-rules.md 10).
      if (message.purpose === 'over') return Promise.resolve({ state: 'dropped' });
      const body = payloadOf(message.incoming);
      return body === null
        ? Promise.resolve(tooLarge)
        : deliver(target.appKey, target.token, push, body);
    },
    states: read,
    check: async () => {
      await Promise.all(appKeys.map(check));
      return read();
    },
    close: () => {
      for (const channel of channels.values()) channel.close();
      return Promise.resolve();
    },
  };
}

function payloadOf(incoming: Incoming): string | null {
  try {
    return writePayload(incoming);
  } catch {
    return null;
  }
}

function nameOf({ environment, team, keyId }: ApnsCredentials): string {
  return `${environment} ${team} ${keyId}`;
}

function openChannels(
  { appKeys, settings, clock, log }: ApnsParts,
  states: ReadonlyMap<string, AppKeyState>,
): ReadonlyMap<string, ApnsChannel> {
  const channels = new Map<string, ApnsChannel>();
  for (const { credentials } of appKeys) {
    if (!credentials || channels.has(nameOf(credentials))) continue;
    const name = nameOf(credentials);
    const sharing = appKeys.flatMap((appKey) => {
      const state = states.get(appKey.key);
      return state && appKey.credentials && nameOf(appKey.credentials) === name ? [state] : [];
    });
    const url = settings.apnsUrls[credentials.environment];
    const place = { url, authority: settings.apnsAuthority, credentials };
    const listener = {
      unreachable: (reason: string) => {
        for (const state of sharing) state.unreachable(reason);
      },
      reachable: () => {
        for (const state of sharing) state.reachable();
      },
    };
    channels.set(name, new ApnsChannel(place, clock, log, listener));
  }
  return channels;
}
