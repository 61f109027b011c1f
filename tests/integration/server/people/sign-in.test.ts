import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeCredentialsHeader } from '@/lib/platform/credentials';
import { credentialsAccount } from '@/lib/server/accounts/credentials';
import { changePassword, redeemInvitation } from '@/lib/server/accounts/passwords';
import {
  browserAuthority,
  endSession,
  listSessions,
  revokeSession,
  startBrowserSession,
} from '@/lib/server/accounts/sessions';
import { signIn } from '@/lib/server/accounts/sign-in';
import { inviteAccount } from '@/lib/server/administration/invite-account';
import { bothDatabases, openContext, type TestContext } from '@/tests/support/context';
import {
  browserOf,
  credentialsOf,
  isSignedIn,
  organisation,
  password,
  person,
  reasonOf,
  valueOf,
  whence,
} from './people';

describe.each(bothDatabases)('signing in on %s', (database) => {
  let test: TestContext;
  let home: number;
  let serial = 0;

  beforeAll(async () => {
    test = await openContext(database);
    home = await organisation(test.context, 'Home');
  });
  afterAll(() => test.end());

  const somebody = (domain = '') => {
    serial += 1;
    return person(test.context, home, `person${serial}${domain}`);
  };

  const from = (network: string) => ({ ...whence, network });

  it('answers what the platform says, and whom', async () => {
    const account = await somebody('@example.com');
    const body = { account: ` ${account.account.toUpperCase()}`, pwd: password };
    const { results } = valueOf(await signIn(test.context, { body, ...whence }));
    expect(results).toMatchObject({
      id: account.id,
      account: account.account,
      userName: account.address,
      sipkey: String(10_000 + account.id),
      companyId: home,
    });
    expect(test.context.tokens.read(results.session_id)?.kind).toBe('sign_in');
  });

  it('completes a bare account to an address, by which one may sign in too', async () => {
    const account = await somebody();
    expect(account.address).toBe(`${account.account}@example.com`);
    const body = { account: account.address, pwd: password };
    expect(valueOf(await signIn(test.context, { body, ...whence })).account.id).toBe(account.id);
  });

  it('tells an unknown account and a wrong password apart by nothing', async () => {
    const account = await somebody();
    const attempts = ['nobody', account.account].map((name) =>
      signIn(test.context, { body: { account: name, pwd: 'wrong' }, ...from('192.0.2.50') }),
    );
    const [unknown, wrong] = await Promise.all(attempts);
    expect(unknown).toEqual(wrong);
    expect(unknown).toMatchObject({ refusal: { reason: 'unauthorized' } });
  });

  it.each([
    ['host', { host: 'evil.example' }],
    ['login_url', { login_url: 'https://evil.example/api/v3/app/user/login/verify_user.shtml' }],
  ])('refuses a %s that names another server', async (_name, named) => {
    const account = await somebody();
    const body = { account: account.account, pwd: password, ...named };
    expect(reasonOf(await signIn(test.context, { body, ...whence }))).toBe('bad_request');
  });

  it('tells that an account is disabled only to whoever has its password', async () => {
    const account = await somebody();
    await test.context.db
      .updateTable('account')
      .set({ disabled_at: 1 })
      .where('id', '=', account.id)
      .execute();
    const attempt = (pwd: string) =>
      signIn(test.context, { body: { account: account.account, pwd }, ...from('192.0.2.51') });
    expect(reasonOf(await attempt(password))).toBe('forbidden');
    expect(reasonOf(await attempt('wrong'))).toBe('unauthorized');
  });

  describe('slowing', () => {
    const fail = async (account: string, network: string, times: number) => {
      const reasons: string[] = [];
      for (let time = 0; time < times; time += 1) {
        const body = { account, pwd: `wrong ${time}` };
        reasons.push(reasonOf(await signIn(test.context, { body, ...from(network) })));
      }
      return reasons;
    };

    it('slows the pair of account and network, and nobody else', async () => {
      const [attacked, other] = [await somebody(), await somebody()];
      expect(await fail(attacked.account, '198.51.100.1', 12)).toContain('too_many');
      const right = (account: string, network: string) =>
        signIn(test.context, { body: { account, pwd: password }, ...from(network) });
      const slowed = await right(attacked.account, '198.51.100.1');
      expect(slowed).toMatchObject({ refusal: { reason: 'too_many' } });
      expect(slowed.ok ? 0 : slowed.refusal.retryAfter).toBeGreaterThan(0);
      valueOf(await right(attacked.account, '198.51.100.2'));
      valueOf(await right(other.account, '198.51.100.1'));
    });

    it('under attack lets in whoever signed in from there before, and slows strangers', async () => {
      const account = await somebody();
      const body = { account: account.account, pwd: password };
      valueOf(await signIn(test.context, { body, ...from('203.0.113.1') }));
      for (let network = 1; network <= 9; network += 1) {
        await fail(account.account, `198.51.100.${100 + network}`, 8);
      }
      valueOf(await signIn(test.context, { body, ...from('203.0.113.1') }));
      await signIn(test.context, { body, ...from('203.0.113.2') });
      const stranger = await signIn(test.context, { body, ...from('203.0.113.3') });
      expect(reasonOf(stranger)).toBe('too_many');
    });

    it('ends when its time is over', async () => {
      const account = await somebody();
      await fail(account.account, '198.51.100.7', 9);
      const body = { account: account.account, pwd: password };
      const again = () => signIn(test.context, { body, ...from('198.51.100.7') });
      const refusal = await again();
      expect(reasonOf(refusal)).toBe('too_many');
      vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ['Date'] });
      try {
        valueOf(await again());
      } finally {
        vi.useRealTimers();
      }
    });

    it('says busy when too many wait, and takes turns between networks', async () => {
      const account = await somebody();
      const attempts = Array.from({ length: 40 }, (_, index) =>
        signIn(test.context, {
          body: { account: `flood${index}`, pwd: 'wrong' },
          ...from('198.51.100.9'),
        }),
      );
      const body = { account: account.account, pwd: password };
      const person = signIn(test.context, { body, ...from('203.0.113.9') });
      valueOf(await person);
      const reasons = new Set((await Promise.all(attempts)).map(reasonOf));
      expect(reasons).toEqual(new Set(['unauthorized', 'unavailable']));
    });
  });

  describe('credentials headers', () => {
    const ask = (given: Parameters<typeof credentialsAccount>[1]) =>
      credentialsAccount(test.context, given);
    const network = '192.0.2.80';

    it('mean the account that is named, else the only one with that local part', async () => {
      const account = await somebody('@a.example');
      const header = writeCredentialsHeader(account.account, password);
      for (const named of [undefined, account.account]) {
        const authority = valueOf(await ask({ cloud: header, named, network }));
        expect(authority.account.id).toBe(account.id);
      }
      const basic = `Basic ${Buffer.from(`${account.account}:${password}`).toString('base64')}`;
      expect(valueOf(await ask({ authorization: basic, network })).account.id).toBe(account.id);
    });

    it('ask which account where several have that local part', async () => {
      const account = await person(test.context, home, 'twin@a.example');
      await person(test.context, home, 'twin@b.example');
      const cloud = writeCredentialsHeader(account.account, password);
      const refusal = await ask({ cloud, network });
      expect(refusal).toMatchObject({ refusal: { reason: 'unauthorized' } });
      expect(refusal.ok ? '' : refusal.refusal.text).toContain('which account');
      expect(valueOf(await ask({ cloud, named: 'twin@b.example', network })).account.account).toBe(
        'twin@b.example',
      );
    });

    it('are refused where the two differ, are of somebody else or malformed', async () => {
      const [one, other] = [await somebody(), await somebody()];
      const cloud = writeCredentialsHeader(one.account, password);
      const authorization = writeCredentialsHeader(other.account, password);
      for (const given of [
        { cloud, authorization },
        { cloud, named: other.account },
        { cloud: 'x-cloud-basic !', authorization: cloud },
        { authorization: 'Bearer x' },
        {},
      ]) {
        expect(reasonOf(await ask({ ...given, network }))).toBe('unauthorized');
      }
      expect(valueOf(await ask({ cloud, authorization: cloud, network })).account.id).toBe(one.id);
    });

    it('are remembered once verified, and forgotten when the password changes', async () => {
      const account = await somebody();
      const verify = vi.spyOn(test.context.passwords, 'verifyOften');
      const cloud = writeCredentialsHeader(account.account, password);
      for (let time = 0; time < 3; time += 1) valueOf(await ask({ cloud, network }));
      expect(verify.mock.settledResults).toMatchObject([
        { value: { kind: 'right', how: 'verified' } },
        { value: { kind: 'right', how: 'remembered' } },
        { value: { kind: 'right', how: 'remembered' } },
      ]);
      const browser = await browserOf(test.context, account);
      const change = { current: password, new: 'another passphrase', network };
      valueOf(await changePassword(test.context, browser, change));
      expect(reasonOf(await ask({ cloud, network }))).toBe('unauthorized');
    });

    it('may be a fresh session_id, for three minutes', async () => {
      const account = await somebody();
      const body = { account: account.account, pwd: password };
      const { session_id } = valueOf(await signIn(test.context, { body, ...whence })).results;
      const cloud = writeCredentialsHeader(account.account, password);
      for (const given of [{}, { cloud }, { named: account.account }]) {
        const authority = valueOf(await ask({ ...given, sessionId: session_id, network }));
        expect(authority.account.id).toBe(account.id);
      }
      const wrong = writeCredentialsHeader(account.account, 'wrong');
      for (const given of [{ cloud: wrong }, { named: 'somebody-else' }]) {
        const outcome = await ask({ ...given, sessionId: session_id, network });
        expect(reasonOf(outcome)).toBe('unauthorized');
      }
      test.clock.advance(181_000);
      expect(reasonOf(await ask({ sessionId: session_id, network }))).toBe('unauthorized');
    });
  });

  describe('sessions', () => {
    it('are listed, revoked and ended', async () => {
      const account = await somebody();
      const [one, other] = [
        await browserOf(test.context, account),
        await browserOf(test.context, account),
      ];
      const listed = await listSessions(test.context, one);
      expect(listed.filter(({ current }) => current).map(({ id }) => id)).toEqual([one.session]);
      expect(listed).toHaveLength(2);
      valueOf(await revokeSession(test.context, one, other.session));
      expect(await isSignedIn(test.context, other)).toBe(false);
      expect(reasonOf(await revokeSession(test.context, one, other.session))).toBe('not_found');
      await endSession(test.context, one);
      expect(await isSignedIn(test.context, one)).toBe(false);
    });

    it('are nobody else to revoke', async () => {
      const [one, other] = [await somebody(), await somebody()];
      const [mine, theirs] = [
        await browserOf(test.context, one),
        await browserOf(test.context, other),
      ];
      expect(reasonOf(await revokeSession(test.context, mine, theirs.session))).toBe('not_found');
      expect(await isSignedIn(test.context, theirs)).toBe(true);
    });

    it('last 90 days after they were last used', async () => {
      const account = await somebody();
      const { passwordHash } = await credentialsOf(test.context, account);
      const proved = { id: account.id, passwordHash };
      const { cookie } = valueOf(await startBrowserSession(test.context, proved, whence));
      for (let month = 0; month < 5; month += 1) {
        test.clock.advance(60 * 86_400_000);
        expect(await browserAuthority(test.context, cookie)).toBeDefined();
      }
      test.clock.advance(91 * 86_400_000);
      expect(await browserAuthority(test.context, cookie)).toBeUndefined();
    });

    it('are not given for a password that changes while it is verified', async () => {
      const account = await somebody();
      const [mine, other] = [
        await browserOf(test.context, account),
        await browserOf(test.context, account),
      ];
      const change = { current: password, new: 'another passphrase', network: '192.0.2.9' };
      const changedMeanwhile = () => {
        const { passwords } = test.context;
        const verify = passwords.verify.bind(passwords);
        vi.spyOn(passwords, 'verify').mockImplementationOnce(async (attempt) => {
          const verdict = await verify(attempt);
          valueOf(await changePassword(test.context, mine, change));
          return verdict;
        });
      };
      changedMeanwhile();
      const body = { account: account.account, pwd: password };
      expect(reasonOf(await signIn(test.context, { body, ...whence }))).toBe('unauthorized');
      expect(await listSessions(test.context, mine)).toHaveLength(1);
      const back = { current: change.new, new: password, network: '192.0.2.9' };
      valueOf(await changePassword(test.context, mine, back));
      changedMeanwhile();
      const late = { ...change, new: 'a third passphrase' };
      expect(reasonOf(await changePassword(test.context, other, late))).toBe('unauthorized');
      const now = { account: account.account, pwd: change.new };
      valueOf(await signIn(test.context, { body: now, ...whence }));
    });

    it('are proved by cookies of ours alone', async () => {
      for (const cookie of ['', 'made-up', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.']) {
        expect(await browserAuthority(test.context, cookie)).toBeUndefined();
      }
    });
  });

  describe('an invitation link', () => {
    const invite = async () => {
      const operator = await browserOf(
        test.context,
        await person(test.context, home, `operator${(serial += 1)}`, 'operator'),
      );
      const account = await somebody();
      const again = async () => {
        const { link } = valueOf(await inviteAccount(test.context, operator, account.id));
        return new URL(link).hash.replace('#secret=', '');
      };
      return { account, secret: await again(), again };
    };
    const redeem = (secret: string) =>
      redeemInvitation(test.context, { secret, password: 'chosen by myself', ...whence });

    it('sets the password once, signs in and ends what was before', async () => {
      const { account, secret } = await invite();
      const before = await browserOf(test.context, account);
      const { cookie } = valueOf(await redeem(secret));
      expect((await browserAuthority(test.context, cookie))?.account.id).toBe(account.id);
      expect(await isSignedIn(test.context, before)).toBe(false);
      expect(reasonOf(await redeem(secret))).toBe('not_found');
      const body = { account: account.account, pwd: 'chosen by myself' };
      valueOf(await signIn(test.context, { body, ...whence }));
    });

    it('is redeemed by one of two at once', async () => {
      const { secret } = await invite();
      const outcomes = await Promise.all([redeem(secret), redeem(secret)]);
      expect(outcomes.map(reasonOf).sort()).toEqual(['not refused', 'not_found']);
    });

    it('is void after the next one and after 7 days', async () => {
      const { secret, again } = await invite();
      const second = await again();
      expect(reasonOf(await redeem(secret))).toBe('not_found');
      test.clock.advance(7 * 86_400_000 + 1);
      expect(reasonOf(await redeem(second))).toBe('not_found');
    });
  });
});
