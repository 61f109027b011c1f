import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redeemInvitation } from '@/lib/server/accounts/passwords';
import { signIn } from '@/lib/server/accounts/sign-in';
import { changeAccount, createAccount, deleteAccount } from '@/lib/server/administration/accounts';
import {
  accountOfDevice,
  listAdminDevices,
  removeAdminDevice,
} from '@/lib/server/administration/devices';
import { readHealth } from '@/lib/server/administration/health';
import { inviteAccount } from '@/lib/server/administration/invite-account';
import { listAccounts } from '@/lib/server/administration/list-accounts';
import { createOrganisation, listOrganisations } from '@/lib/server/administration/organisations';
import type { BrowserAuthority } from '@/lib/server/authority';
import { registerDevice } from '@/lib/server/devices/registration';
import { registrationAuthority } from '@/lib/server/devices/registration-authority';
import { createMeeting } from '@/lib/server/meetings/meetings';
import { bothDatabases, openContext, type TestContext } from '@/tests/support/context';
import {
  browserOf,
  isSignedIn,
  organisation,
  password,
  person,
  reasonOf,
  valueOf,
  whence,
} from './people';

/** The way to the server is the doctor's to test; calls.example.com is nobody's to ask. */
const nothingAround = () => Promise.resolve([]);

describe.each(bothDatabases)('administration on %s', (database) => {
  let test: TestContext;
  let home: number;
  let elsewhere: number;
  let operator: BrowserAuthority;
  let administrator: BrowserAuthority;
  let member: BrowserAuthority;
  let serial = 0;

  beforeAll(async () => {
    test = await openContext(database);
    home = await organisation(test.context, 'Home');
    elsewhere = await organisation(test.context, 'Elsewhere');
    const browser = async (account: string, role: 'operator' | 'administrator' | 'member') =>
      browserOf(test.context, await person(test.context, home, account, role));
    operator = await browser('operator', 'operator');
    administrator = await browser('administrator', 'administrator');
    member = await browser('member', 'member');
  });
  afterAll(() => test.end());

  const create = (more = {}, by = administrator) =>
    createAccount(test.context, by, {
      account: `new${(serial += 1)}`,
      display_name: `New ${serial}`,
      ...more,
    });

  it('is for administrators alone', async () => {
    const { context } = test;
    const outcomes = [
      await listAccounts(context, member, {}),
      await create({}, member),
      await changeAccount(context, member, 1, { display_name: 'x' }),
      await deleteAccount(context, member, 1),
      await inviteAccount(context, member, 1),
      await listAdminDevices(context, member, {}),
      await listOrganisations(context, member),
      await createOrganisation(context, administrator, { name: 'x' }),
      await readHealth(context, member, nothingAround),
    ];
    expect(outcomes.map(reasonOf)).toEqual(outcomes.map(() => 'forbidden'));
  });

  it('makes accounts that are invited until their person chose a password', async () => {
    const made = valueOf(await create({ account: 'Zoë@Example.com', display_name: 'Zoë' }));
    expect(made).toMatchObject({
      account: 'zoë@example.com',
      address: 'zoë@example.com',
      sipkey: String(10_000 + made.id),
      state: 'invited',
      role: 'member',
      organisation: { id: home, name: 'Home' },
      devices: 0,
    });
    const { link } = valueOf(await inviteAccount(test.context, administrator, made.id));
    expect(link).toMatch(/^https:\/\/calls\.example\.com\/invitation#secret=[\w-]{32}$/);
    const secret = new URL(link).hash.slice('#secret='.length);
    valueOf(await redeemInvitation(test.context, { secret, password: 'my own choice', ...whence }));
    const page = valueOf(await listAccounts(test.context, administrator, { query: 'ZOË' }));
    expect(page.accounts).toMatchObject([{ id: made.id, state: 'active' }]);
  });

  it('gives every account, address and short number once', async () => {
    valueOf(await create({ account: 'unique', sipkey: '777' }));
    expect(reasonOf(await create({ account: 'UNIQUE' }))).toBe('bad_request');
    expect(reasonOf(await create({ account: 'unique@example.com' }))).toBe('bad_request');
    expect(reasonOf(await create({ sipkey: '777' }))).toBe('bad_request');
    const other = valueOf(await create());
    const change = await changeAccount(test.context, administrator, other.id, { sipkey: '777' });
    expect(reasonOf(change)).toBe('bad_request');
    const twins = await Promise.all([
      create({ account: 'twin', sipkey: '778' }),
      create({ account: 'twin', sipkey: '779' }),
    ]);
    expect(twins.map(reasonOf).sort()).toEqual(['bad_request', 'not refused']);
  });

  it('finds a free short number where the usual one is taken', async () => {
    const first = valueOf(await create());
    valueOf(await create({ sipkey: String(10_000 + first.id + 2) }));
    const third = valueOf(await create());
    expect(third.sipkey).toMatch(/^\d{5}$/);
    expect(third.sipkey).not.toBe(String(10_000 + third.id));
  });

  it('stays in its organisation, and below operators', async () => {
    const foreign = await person(test.context, elsewhere, 'foreign');
    const { context } = test;
    const outcomes = [
      await changeAccount(context, administrator, foreign.id, { display_name: 'x' }),
      await deleteAccount(context, administrator, foreign.id),
      await inviteAccount(context, administrator, foreign.id),
    ];
    expect(outcomes.map(reasonOf)).toEqual(['not_found', 'not_found', 'not_found']);
    expect(reasonOf(await create({ companyId: elsewhere }))).toBe('forbidden');
    expect(reasonOf(await create({ role: 'operator' }))).toBe('forbidden');
    const above = operator.account.id;
    expect(reasonOf(await deleteAccount(context, administrator, above))).toBe('forbidden');
    expect(reasonOf(await inviteAccount(context, administrator, above))).toBe('forbidden');
    const page = valueOf(await listAccounts(context, administrator, { query: 'foreign' }));
    expect(page.total).toBe(0);
    expect(valueOf(await listAccounts(context, operator, { query: 'foreign' })).total).toBe(1);
    expect(valueOf(await listOrganisations(context, administrator))).toEqual([
      { id: home, name: 'Home' },
    ]);
    const made = valueOf(await createOrganisation(context, operator, { name: 'Third' }));
    valueOf(await create({ companyId: made.id }, operator));
    expect(reasonOf(await create({ companyId: 999_999 }, operator))).toBe('not_found');
  });

  it('lists page by page, and takes signs of patterns for themselves', async () => {
    for (const name of ['p100%', 'p_100', 'p1001']) await create({ display_name: name });
    const found = async (query: string) => {
      const page = valueOf(await listAccounts(test.context, administrator, { query }));
      return page.accounts.map(({ display_name }) => display_name);
    };
    expect(await found('p100%')).toEqual(['p100%']);
    expect(await found('p_1')).toEqual(['p_100']);
    const first = valueOf(await listAccounts(test.context, administrator, { limit: 2 }));
    expect(first.accounts).toHaveLength(2);
    expect(first.total).toBeGreaterThan(3);
    const before = first.next ?? undefined;
    const second = valueOf(await listAccounts(test.context, administrator, { limit: 2, before }));
    expect(second.accounts[0]?.id).toBeLessThan(first.accounts[1]?.id ?? 0);
  });

  it('ends everything of an account that is disabled, until it is enabled again', async () => {
    const account = await person(test.context, home, 'leaver');
    const browser = await browserOf(test.context, account);
    const { token } = valueOf(await registerDevice(test.context, browser, { userAgent: '' }));
    const body = { account: 'leaver', pwd: password };
    const change = (disabled: boolean) =>
      changeAccount(test.context, administrator, account.id, { disabled });
    expect(valueOf(await change(true)).state).toBe('disabled');
    expect(await isSignedIn(test.context, browser)).toBe(false);
    expect(await registrationAuthority(test.context, token)).toBeUndefined();
    expect(reasonOf(await signIn(test.context, { body, ...whence }))).toBe('forbidden');
    expect(reasonOf(await inviteAccount(test.context, administrator, account.id))).toBe(
      'bad_request',
    );
    expect(valueOf(await change(false)).state).toBe('active');
    valueOf(await signIn(test.context, { body, ...whence }));
    expect(await isSignedIn(test.context, browser)).toBe(false);
  });

  it('deletes an account with all that belongs to it, and its name is free again', async () => {
    const account = await person(test.context, home, 'gone');
    const browser = await browserOf(test.context, account);
    valueOf(await registerDevice(test.context, browser, { userAgent: '' }));
    valueOf(await createMeeting(test.context, browser, {}));
    valueOf(await deleteAccount(test.context, administrator, account.id));
    expect(await isSignedIn(test.context, browser)).toBe(false);
    for (const table of ['session', 'device', 'registration'] as const) {
      const rows = await test.context.db
        .selectFrom(table)
        .select('id')
        .where('account_id', '=', account.id)
        .execute();
      expect(rows).toEqual([]);
    }
    expect(reasonOf(await deleteAccount(test.context, administrator, account.id))).toBe(
      'not_found',
    );
    valueOf(await create({ account: 'gone' }));
  });

  it('locks nobody out: not oneself', async () => {
    const { id } = operator.account;
    const outcomes = [
      await changeAccount(test.context, operator, id, { disabled: true }),
      await changeAccount(test.context, operator, id, { role: 'member' }),
      await deleteAccount(test.context, operator, id),
    ];
    expect(outcomes.map(reasonOf)).toEqual(['bad_request', 'bad_request', 'bad_request']);
    valueOf(await changeAccount(test.context, operator, id, { display_name: 'Operator' }));
  });

  it('sees and removes devices of its organisation', async () => {
    const account = await person(test.context, home, 'owner');
    const browser = await browserOf(test.context, account);
    const { device } = valueOf(await registerDevice(test.context, browser, { userAgent: '' }));
    const foreign = await person(test.context, elsewhere, 'owner2');
    const theirs = valueOf(
      await registerDevice(test.context, await browserOf(test.context, foreign), { userAgent: '' }),
    );
    const list = async (query = {}) =>
      valueOf(await listAdminDevices(test.context, administrator, query)).map(({ id }) => id);
    expect(await list({ account: account.id })).toEqual([device]);
    expect(await list()).not.toContain(theirs.device);
    const owner = valueOf(await accountOfDevice(test.context, administrator, device));
    expect(owner.id).toBe(account.id);
    expect(reasonOf(await accountOfDevice(test.context, administrator, theirs.device))).toBe(
      'not_found',
    );
    valueOf(await removeAdminDevice(test.context, administrator, device));
    expect(await list({ account: account.id })).toEqual([]);
  });

  it('says how the server is', async () => {
    const { lines } = valueOf(await readHealth(test.context, administrator, nothingAround));
    expect(Object.fromEntries(lines.map(({ id, state }) => [id, state]))).toMatchObject({
      database: 'good',
      streams: 'good',
      secrets: 'good',
      origin: 'good',
      apns: 'warning',
      web_push: 'warning',
    });
    // Without a contact web push is off, in one line that says why.
    const webPush = { id: 'web_push', state: 'warning', detail: 'no_contact' };
    expect(lines).toContainEqual(webPush);
  });
});
