import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { block, listBlocked, unblock } from '@/lib/server/accounts/blocked';
import { findAddress } from '@/lib/server/accounts/find-address';
import { findPeople } from '@/lib/server/accounts/people';
import { changeProfile, readMySession, readProfile } from '@/lib/server/accounts/profile';
import type { BrowserAuthority, KnownAccount } from '@/lib/server/authority';
import {
  changeMeeting,
  createMeeting,
  deleteMeeting,
  listMeetings,
  readMeeting,
} from '@/lib/server/meetings/meetings';
import { bothDatabases, openContext, type TestContext } from '@/tests/support/context';
import { browserOf, organisation, person, reasonOf, valueOf } from './people';

describe.each(bothDatabases)('addresses on %s', (database) => {
  let test: TestContext;
  let alice: KnownAccount;
  let bob: KnownAccount;
  let foreign: KnownAccount;
  let browser: BrowserAuthority;

  beforeAll(async () => {
    test = await openContext(database);
    const home = await organisation(test.context, 'Home');
    alice = await person(test.context, home, 'alice', 'administrator');
    bob = await person(test.context, home, 'bob@other.example');
    foreign = await person(test.context, await organisation(test.context, 'Elsewhere'), 'eve');
    browser = await browserOf(test.context, alice);
  });
  afterAll(() => test.end());

  const find = (text: string, asking: KnownAccount | null = alice, open = false) =>
    findAddress(
      test.context.db,
      { ...test.context.settings, openOrganisations: open },
      text,
      asking,
    );

  it('find a person by address, bare name and short number', async () => {
    for (const text of ['bob@other.example', 'BOB@Other.Example ', bob.sipkey]) {
      expect(await find(text)).toMatchObject({ kind: 'person', account: { id: bob.id } });
    }
    expect(await find('alice')).toMatchObject({ account: { id: alice.id } });
    expect(await find('bob')).toBeUndefined();
    expect(await find('99999999')).toBeUndefined();
  });

  it('end at the organisation, unless the operator opened it', async () => {
    expect(await find('eve')).toBeUndefined();
    expect(await find('eve', alice, true)).toMatchObject({ account: { id: foreign.id } });
    expect(await find('eve', null)).toMatchObject({ account: { id: foreign.id } });
  });

  it('of a meeting are made, found, changed and deleted', async () => {
    const { context } = test;
    const entry = valueOf(await createMeeting(context, browser, { name: 'Weekly' }));
    expect(entry.address).toBe(`${entry.sipkey}@example.com`);
    expect(entry.link).toContain(encodeURIComponent(entry.address));
    for (const text of [entry.address, entry.sipkey]) {
      expect(await find(text)).toMatchObject({ kind: 'meeting', meeting: { name: 'Weekly' } });
      expect(await find(text, foreign)).toBeUndefined();
    }
    const stranger = await browserOf(context, bob);
    expect(reasonOf(await readMeeting(context, stranger, entry.address))).toBe('not_found');
    expect(reasonOf(await changeMeeting(context, stranger, entry.address, { pin: '1' }))).toBe(
      'not_found',
    );
    valueOf(await changeMeeting(context, browser, entry.sipkey, { pin: '123456' }));
    expect(valueOf(await readMeeting(context, browser, entry.address)).pin).toBe('123456');
    expect(await find(entry.address, foreign)).toMatchObject({ kind: 'meeting' });
    expect(reasonOf(await deleteMeeting(context, stranger, entry.address))).toBe('not_found');
    valueOf(await deleteMeeting(context, browser, entry.address));
    expect(await find(entry.address)).toBeUndefined();
    const left = await listMeetings(context, browser);
    expect(left.map(({ personal }) => personal)).toEqual([true]);
  });

  it('are searched as people of the own organisation, oneself not', async () => {
    const names = async (query: string) =>
      (await findPeople(test.context, browser, { query })).map(({ address }) => address);
    expect(await names('BO')).toEqual([bob.address]);
    expect(await names(bob.sipkey)).toEqual([bob.address]);
    expect(await names('')).toEqual([bob.address]);
    expect(await names('eve')).toEqual([]);
    expect(await names('%')).toEqual([]);
  });

  it('are blocked and let call again', async () => {
    valueOf(await block(test.context, browser, bob.sipkey));
    valueOf(await block(test.context, browser, 'spam@elsewhere.example'));
    valueOf(await block(test.context, browser, 'spam@elsewhere.example'));
    const blocked = await listBlocked(test.context, browser);
    expect(blocked.map(({ address }) => address).sort()).toEqual([
      bob.address,
      'spam@elsewhere.example',
    ]);
    expect(reasonOf(await block(test.context, browser, 'alice'))).toBe('bad_request');
    await unblock(test.context, browser, bob.address);
    expect(await listBlocked(test.context, browser)).toHaveLength(1);
  });

  it('of another organisation stay unknown to whoever blocks its short number', async () => {
    const blocked = valueOf(await block(test.context, browser, foreign.sipkey));
    expect(blocked.map(({ address }) => address)).not.toContain(foreign.address);
    await unblock(test.context, browser, foreign.sipkey);
    expect(await listBlocked(test.context, browser)).toHaveLength(blocked.length - 1);
    const whole = valueOf(await block(test.context, browser, foreign.address));
    expect(whole.map(({ address }) => address)).toContain(foreign.address);
    await unblock(test.context, browser, foreign.address);
  });

  it('have a profile', async () => {
    expect(await readProfile(test.context, browser)).toEqual({
      displayName: 'alice',
      language: null,
      busy: 'waiting',
      unknownCallers: 'ring',
    });
    const change = { displayName: 'Ålice', language: 'zh', busy: 'reject' } as const;
    await changeProfile(test.context, browser, change);
    expect(await readProfile(test.context, browser)).toMatchObject(change);
    const mine = await readMySession(test.context, await browserOf(test.context, alice));
    expect(mine.roles).toEqual(['member', 'administrator']);
    expect(mine.organisation.name).toBe('Home');
    const found = await findPeople(test.context, await browserOf(test.context, bob), {
      query: 'å',
    });
    expect(found.map(({ display_name }) => display_name)).toEqual(['Ålice']);
  });
});
