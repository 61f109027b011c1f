import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { TestAccount, TestServer } from '../server';
import { OutsideClient, type Credentials } from './client';
import { resultOf } from './shapes';

/** A new account, with what its owner knows. */
export interface Newcomer extends Credentials {
  readonly userName: string;
  readonly sipkey: string;
  readonly displayName: string;
}

export interface NewcomerWishes {
  readonly account: string;
  readonly displayName?: string;
  readonly password?: string;
  /** The organisation, where the cookie is an operator's. */
  readonly companyId?: number;
  readonly role?: 'member' | 'administrator';
}

const created = z.looseObject({ id: z.number().int(), address: z.string(), sipkey: z.string() });
const invited = z.looseObject({ link: z.url() });

/** Makes an account as the organisation's administrator does; its owner sets the password. */
export async function makePerson(
  server: { readonly url: string; readonly accounts: { readonly alice: TestAccount } },
  wishes: NewcomerWishes,
  cookie?: string,
): Promise<Newcomer> {
  const client = new OutsideClient(server.url);
  const headers = {
    cookie: cookie ?? (await client.signInForCookie(server.accounts.alice)),
    origin: client.origin,
  };
  const { account, displayName = account, password = randomBytes(12).toString('hex') } = wishes;
  const { companyId, role } = wishes;
  const json = {
    account,
    display_name: displayName,
    ...(companyId === undefined ? {} : { companyId }),
    ...(role === undefined ? {} : { role }),
  };
  const made = resultOf(await client.ask('/api/admin/accounts', { json, headers }), created);
  const path = `/api/admin/accounts/${made.id}/invitation`;
  const { link } = resultOf(await client.ask(path, { method: 'POST', headers }), invited);
  const answer = await client.ask('/api/invitation', {
    json: { secret: secretOf(link), password },
    headers: { origin: client.origin },
  });
  resultOf(answer, z.unknown());
  return { account, password, displayName, userName: made.address, sipkey: made.sipkey };
}

/** Makes `count` accounts with names of their own. */
export async function makePeople(server: TestServer, count: number): Promise<Newcomer[]> {
  const cookie = await new OutsideClient(server.url).signInForCookie(server.accounts.alice);
  const people: Newcomer[] = [];
  for (let made = 0; made < count; made += 1) {
    const account = `person-${randomBytes(4).toString('hex')}`;
    people.push(await makePerson(server, { account, displayName: `P ${account}` }, cookie));
  }
  return people;
}

/** The secret that stands in a link's fragment. */
export function secretOf(link: string): string {
  return new URLSearchParams(new URL(link).hash.slice(1)).get('secret') ?? '';
}
