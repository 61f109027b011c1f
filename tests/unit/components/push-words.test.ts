import { describe, expect, it } from 'vitest';

import { inOrder, outcomeOf, pushTones, remedyOf, stepTone } from '@/components/admin/push-words';
import { pushStates } from '@/lib/platform/pushes';

describe('what to do about a push', () => {
  it.each([
    ['apns', 400, 'BadDeviceToken', 'token_environment'],
    ['apns', 403, 'InvalidProviderToken', 'apple_key'],
    ['apns', 403, 'BadEnvironmentKeyInToken', 'key_environment'],
    ['apns', 403, 'ExpiredProviderToken', 'clock'],
    ['apns', 400, 'DeviceTokenNotForTopic', 'apple_topic'],
    ['apns', 413, 'PayloadTooLarge', 'too_large'],
    ['apns', null, 'no credentials', 'no_credentials'],
    ['apns', null, 'no answer', 'no_answer'],
    ['apns', 503, 'ServiceUnavailable', 'service_errors'],
    ['jpush', 401, '1004 AppKey or master secret is wrong', 'jpush_key'],
    ['jpush', 400, '2004 this server’s address is not on the IP whitelist', 'jpush_list'],
    ['jpush', 429, 'out_of_quota', 'busy'],
    ['web', 403, '403 BadJwtToken', 'vapid_key'],
    ['web', 0, 'address not public', 'private_address'],
    ['web', null, 'timeout', 'no_answer'],
  ] as const)('%s %s %s: %s', (provider, status, reason, remedy) => {
    expect(remedyOf({ provider, state: 'refused', status, reason })).toBe(remedy);
  });

  it('is another for a browser that is gone than for an app', () => {
    const gone = { state: 'gone', status: 410, reason: 'Unregistered' } as const;
    expect(remedyOf({ provider: 'apns', ...gone })).toBe('token_gone');
    expect(remedyOf({ provider: 'web', ...gone })).toBe('browser_gone');
  });

  it('is there for each state that looks bad, and for no good one', () => {
    for (const state of pushStates) {
      const remedy = remedyOf({ provider: 'apns', state, status: null, reason: null });
      expect(remedy !== null, state).toBe(['bad', 'warning'].includes(pushTones[state]));
    }
  });

  it('has the tone of the state where a step is one', () => {
    expect(stepTone('failed')).toBe(pushTones.failed);
    expect(stepTone('answered')).toBe('plain');
  });
});

describe('a journey', () => {
  const sent = { at: 4, step: 'sent' } as const;
  const accepted = { at: 10, step: 'accepted' } as const;
  const rang = { at: 9, step: 'rang' } as const;

  it('tells its steps as they happened, also where the device was faster than the answer', () => {
    expect(inOrder([sent, accepted, rang])).toEqual([sent, rang, accepted]);
  });

  it('says that the device rang once it did, and the state of the push before', () => {
    expect(outcomeOf({ state: 'accepted', steps: [sent, accepted] })).toBe('accepted');
    expect(outcomeOf({ state: 'accepted', steps: [sent, accepted, rang] })).toBe('rang');
  });
});
