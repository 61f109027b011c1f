import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appKeyOf } from '@/lib/platform/device-id';
import { changePassword } from '@/lib/server/accounts/passwords';
import { endSession, revokeSession } from '@/lib/server/accounts/sessions';
import type { BrowserAuthority, KnownAccount } from '@/lib/server/authority';
import { expireRegistrations, nextExpiry } from '@/lib/server/devices/expiry';
import { changeDevice, myDevices, removeDevice } from '@/lib/server/devices/my-devices';
import { reachableDevices } from '@/lib/server/devices/reach';
import {
  endDeviceRegistration,
  endRegistration,
  refreshRegistration,
  registerDevice,
  type RegisteringAuthority,
} from '@/lib/server/devices/registration';
import { registrationAuthority } from '@/lib/server/devices/registration-authority';
import { bothDatabases, openContext, type TestContext } from '@/tests/support/context';
import {
  browserOf,
  credentialsOf,
  organisation,
  password,
  person,
  reasonOf,
  valueOf,
} from './people';

const certificate = 'apns_exampleTest';
const jpushCertificate = 'jpush_exampleTest';
const pushToken = 'ab'.repeat(32);

describe.each(bothDatabases)('devices on %s', (database) => {
  let test: TestContext;
  let home: number;
  let account: KnownAccount;
  let browser: BrowserAuthority;
  let serial = 0;

  beforeAll(async () => {
    test = await openContext(database, {
      VOIP_CERTIFICATE_NAME: certificate,
      APP_KEYS: JSON.stringify([
        {
          provider: 'jpush',
          certificateName: jpushCertificate,
          appKey: 'jpushAppKey',
          masterSecret: 'jpushMasterSecret',
        },
      ]),
    });
    home = await organisation(test.context, 'Home');
  });
  afterAll(() => test.end());
  beforeEach(async () => {
    account = await person(test.context, home, `person${(serial += 1)}`);
    browser = await browserOf(test.context, account);
  });

  const web = (uuid: string = randomUUID()) =>
    ({ device_id: `web__${uuid}`, device_type: 'web' }) as const;
  const ios = { device_id: `${pushToken}__${appKeyOf(certificate)}`, device_type: 'ios' } as const;

  const register = async (body = {}, authority: RegisteringAuthority = browser) =>
    valueOf(await registerDevice(test.context, authority, { ...body, userAgent: '' }));
  const prove = (token: string) => registrationAuthority(test.context, token);
  const proved = async (token: string) => {
    const authority = await prove(token);
    if (authority === undefined) throw new Error('the token was not taken');
    return authority;
  };
  const stream = async (token: string, state: { stream_open: 0 | 1; event_n?: number }) =>
    test.context.db
      .updateTable('registration')
      .set({ ...state, stream_seen_at: test.clock.now() })
      .where('id', '=', (await proved(token)).registration)
      .execute();
  const closings = async (token: string) => {
    const { registration } = await proved(token);
    let count = 0;
    test.context.bus.subscribe(`close:${registration}`, () => (count += 1));
    return () => count;
  };

  it('are proved by their token, also by an older one', async () => {
    const { token, device } = await register(web());
    expect(await prove(token)).toMatchObject({ account: { id: account.id }, device });
    const refreshed = valueOf(await refreshRegistration(test.context, await proved(token)));
    expect(refreshed.token).not.toBe(token);
    for (const one of [token, refreshed.token]) expect((await proved(one)).device).toBe(device);
    const [body = ''] = refreshed.token.split('.');
    expect(await prove(`${body}.${'A'.repeat(43)}`)).toBeUndefined();
    const { registration } = await proved(token);
    expect(await prove(test.context.tokens.write('registration', registration, 3))).toBeUndefined();
    expect(await prove(test.context.tokens.write('ring', registration, 1))).toBeUndefined();
  });

  it('are the same device when they register again, and their event counter goes on', async () => {
    const body = web();
    const first = await register(body);
    await stream(first.token, { stream_open: 0, event_n: 7 });
    const again = await register(body);
    expect(again.device).toBe(first.device);
    expect((await proved(again.token)).registration).toBe((await proved(first.token)).registration);
    test.clock.advance(600_000);
    expect(await prove(first.token)).toBeUndefined();
    const later = await register(body);
    expect(later.device).toBe(first.device);
    expect(await prove(first.token)).toBeUndefined();
    const { registration } = await proved(later.token);
    const row = await test.context.db
      .selectFrom('registration')
      .select('event_n')
      .where('id', '=', registration)
      .executeTakeFirstOrThrow();
    expect(row.event_n).toBe(7);
  });

  it('are one device when one browser registers twice at once', async () => {
    const body = web();
    const both = await Promise.all([register(body), register(body)]);
    expect(new Set(both.map(({ device }) => device)).size).toBe(1);
    for (const { token } of both) await proved(token);
  });

  it('are new ones with {}, and gone with their session', async () => {
    const [one, other] = [await register(), await register()];
    expect(one.device).not.toBe(other.device);
    test.clock.advance(119_000);
    await stream(other.token, { stream_open: 1 });
    test.clock.advance(2_000);
    await expireRegistrations(test.context);
    expect(await prove(one.token)).toBeUndefined();
    expect((await myDevices(test.context, browser)).map(({ id }) => id)).toEqual([other.device]);
    await stream(other.token, { stream_open: 0 });
    test.clock.advance(121_000);
    await expireRegistrations(test.context);
    expect(await myDevices(test.context, browser)).toEqual([]);
  });

  it('with a device_id outlive their session for 60 days', async () => {
    const sleeping = { device_id: `id1__${appKeyOf(jpushCertificate)}`, device_type: 'ios' };
    const { token, device } = await register(sleeping);
    expect(await nextExpiry(test.context)).toBe(test.clock.now() + 120_000);
    test.clock.advance(86_400_000);
    await expireRegistrations(test.context);
    expect(await prove(token)).toBeUndefined();
    const [kept] = await reachableDevices(test.context, account.id, test.clock.now());
    expect(kept).toMatchObject({ registration: null, streamOpenOrRecent: false });
    expect(kept?.pushes).toHaveLength(1);
    expect(kept?.id).toBe(device);
    test.clock.advance(60 * 86_400_000);
    await expireRegistrations(test.context);
    expect(await myDevices(test.context, browser)).toEqual([]);
  });

  it('reach a person while their stream is open, and 10 s longer', async () => {
    const { token } = await register(web());
    const reached = async () => {
      const [device] = await reachableDevices(test.context, account.id, test.clock.now());
      return device?.streamOpenOrRecent;
    };
    expect(await reached()).toBe(false);
    await stream(token, { stream_open: 1 });
    expect(await reached()).toBe(true);
    await stream(token, { stream_open: 0 });
    test.clock.advance(10_000);
    expect(await reached()).toBe(true);
    test.clock.advance(1);
    expect(await reached()).toBe(false);
  });

  it.each([
    ['an unknown app key', `${pushToken}__${'0'.repeat(32)}`, 'ios', appKeyOf(certificate)],
    [
      'an old description of NSData',
      `{length=32,bytes=0x00ff}__${appKeyOf(certificate)}`,
      'ios',
      'hex',
    ],
    ['a token that is not hex', `token__${appKeyOf(certificate)}`, 'ios', 'hex'],
    ['an Android device at APNs', `${pushToken}__${appKeyOf(certificate)}`, 'android', 'APNs'],
    ['a web device without a UUID', 'web__x', 'web', 'UUID'],
  ] as const)('refuse %s in words', async (_name, device_id, device_type, words) => {
    const body = { device_id, device_type, userAgent: '' };
    const refusal = await registerDevice(test.context, browser, body);
    expect(refusal).toMatchObject({ refusal: { reason: 'bad_request' } });
    expect(refusal.ok ? '' : refusal.refusal.text).toContain(words);
  });

  it('are unregistered by token, or by device_id, and their stream closes', async () => {
    const [one, other] = [await register(web()), await register(ios)];
    const closed = [await closings(one.token), await closings(other.token)];
    await endRegistration(test.context, await proved(one.token));
    valueOf(await endDeviceRegistration(test.context, browser, ios));
    expect(closed.map((count) => count())).toEqual([1, 1]);
    expect(await prove(one.token)).toBeUndefined();
    expect(await prove(other.token)).toBeUndefined();
    expect(await myDevices(test.context, browser)).toEqual([]);
  });

  it('are unregistered as they are spelled, whatever the case of the app key', async () => {
    const key = appKeyOf(jpushCertificate);
    const android = { device_id: `AbC1__${key}`, device_type: 'android' } as const;
    for (const device_id of [`AbC1__${key}`, `AbC1__${key.toUpperCase()}`]) {
      await register(android);
      valueOf(await endDeviceRegistration(test.context, browser, { device_id }));
      expect(await myDevices(test.context, browser)).toEqual([]);
    }
  });

  it('end with the session that made them, the others stay', async () => {
    const second = await browserOf(test.context, account);
    const credentials = await credentialsOf(test.context, account);
    const [mine, theirs, outside] = [
      await register(web()),
      await register(web(), second),
      await register({}, credentials),
    ];
    const closed = await closings(theirs.token);
    valueOf(await revokeSession(test.context, browser, second.session));
    expect(closed()).toBe(1);
    expect(await prove(theirs.token)).toBeUndefined();
    await proved(outside.token);
    await endSession(test.context, browser);
    expect(await prove(mine.token)).toBeUndefined();
    await proved(outside.token);
  });

  it('end with the session that made them, also those that sleep', async () => {
    const second = await browserOf(test.context, account);
    const mine = await register(web());
    await register(ios, second);
    test.clock.advance(121_000);
    await expireRegistrations(test.context);
    expect(await myDevices(test.context, browser)).toHaveLength(2);
    await endSession(test.context, second);
    expect((await myDevices(test.context, browser)).map(({ id }) => id)).toEqual([mine.device]);
    const change = { current: password, new: 'another passphrase', network: '192.0.2.9' };
    valueOf(await changePassword(test.context, browser, change));
    expect((await myDevices(test.context, browser)).map(({ id }) => id)).toEqual([mine.device]);
  });

  it('all end with the password, except those of the session that changed it', async () => {
    const second = await browserOf(test.context, account);
    const credentials = await credentialsOf(test.context, account);
    const ended = [
      await register(web(), second),
      await register({}, credentials),
      await register(ios, credentials),
    ];
    const kept = await register(web());
    const closed = await Promise.all(ended.map(({ token }) => closings(token)));
    const change = { current: password, new: 'another passphrase', network: '192.0.2.9' };
    valueOf(await changePassword(test.context, browser, change));
    await proved(kept.token);
    for (const { token } of ended) expect(await prove(token)).toBeUndefined();
    expect(closed.map((count) => count())).toEqual([1, 1, 1]);
    expect((await myDevices(test.context, browser)).map(({ id }) => id)).toEqual([kept.device]);
  });

  it('are registered by no proof that ended while the request was on its way', async () => {
    const before = await credentialsOf(test.context, account);
    const second = await browserOf(test.context, account);
    const change = { current: password, new: 'another passphrase', network: '192.0.2.9' };
    valueOf(await changePassword(test.context, browser, change));
    for (const authority of [before, second]) {
      const outcome = await registerDevice(test.context, authority, { ...web(), userAgent: '' });
      expect(reasonOf(outcome)).toBe('unauthorized');
    }
    expect(await myDevices(test.context, browser)).toEqual([]);
    await register(web());
  });

  it('are named, silenced and removed by their person alone', async () => {
    const { token, device } = await register({ ...web(), name: 'Kitchen' });
    await stream(token, { stream_open: 1 });
    const [entry] = await myDevices(test.context, browser);
    expect(entry).toMatchObject({
      id: device,
      kind: 'web',
      name: 'Kitchen',
      ring: true,
      connected: true,
      reachable: true,
      current: true,
      channels: [{ kind: 'stream', rings: true }],
    });
    const stranger = await browserOf(
      test.context,
      await person(test.context, home, `stranger${serial}`),
    );
    expect(reasonOf(await changeDevice(test.context, stranger, device, { ring: false }))).toBe(
      'not_found',
    );
    expect(reasonOf(await removeDevice(test.context, stranger, device))).toBe('not_found');
    const changed = valueOf(
      await changeDevice(test.context, browser, device, { name: 'Hall', ring: false }),
    );
    expect(changed).toMatchObject({ name: 'Hall', ring: false, reachable: false });
    expect(await reachableDevices(test.context, account.id, test.clock.now())).toEqual([]);
    valueOf(await removeDevice(test.context, browser, device));
    expect(await prove(token)).toBeUndefined();
  });

  it('are at most a hundred; those that ran out make room', async () => {
    for (let count = 0; count < 100; count += 1) await register();
    const body = { userAgent: '' };
    expect(reasonOf(await registerDevice(test.context, browser, body))).toBe('too_many');
    test.clock.advance(121_000);
    await register();
  });

  it('make no room by forgetting a phone that sleeps', async () => {
    const phone = await register(ios);
    test.clock.advance(121_000);
    for (let count = 0; count < 99; count += 1) await register();
    expect(reasonOf(await registerDevice(test.context, browser, { userAgent: '' }))).toBe(
      'too_many',
    );
    expect((await myDevices(test.context, browser)).map(({ id }) => id)).toContain(phone.device);
  });
});
