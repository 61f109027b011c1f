import type { FastifyRequest } from 'fastify';
import { normaliseAccount } from '@/lib/platform/address';
import { credentialsAccount } from '../accounts/credentials';
import { browserAuthority } from '../accounts/sessions';
import type {
  AccountAuthority,
  BrowserAuthority,
  CredentialsAuthority,
  KnownAccount,
  RegistrationAuthority,
} from '../authority';
import type { RegisteringAuthority } from '../devices/registration';
import { registrationAuthority } from '../devices/registration-authority';
import type { Edge } from './edge';
import { granted, refuse } from './errors';
import { networkOfRequest } from './limits';
import { addressAt } from './paths';
import { headerOf } from './requests';
import { sessionCookie } from './session-cookie';

/** Where a token may stand: in header `token`, or for existing clients also in `?token=` (section 2). */
export type TokenPlace = 'header' | 'header or query';

/** The token of a request; undefined where there is none. */
export function tokenOf(request: FastifyRequest, place: TokenPlace): string | undefined {
  const header = headerOf(request, 'token');
  if (header !== undefined || place === 'header') return header;
  const { query } = request;
  const named = typeof query === 'object' && query !== null && 'token' in query ? query.token : '';
  return typeof named === 'string' && named !== '' ? named : undefined;
}

/** The browser session behind a request, by its cookie; 401 without one. */
export async function browserOf(edge: Edge, request: FastifyRequest): Promise<BrowserAuthority> {
  const authority = await maybeBrowserOf(edge, request);
  return authority ?? refuse('unauthorized', 'Sign in first.');
}

async function maybeBrowserOf(
  edge: Edge,
  request: FastifyRequest,
): Promise<BrowserAuthority | undefined> {
  const cookie = sessionCookie(edge, request);
  return cookie === undefined ? undefined : browserAuthority(edge.context, cookie);
}

/** The registration that a token names; 401 for every other. */
export async function registrationOf(
  { context }: Edge,
  token: string | undefined,
): Promise<RegistrationAuthority> {
  if (token === undefined) refuse('unauthorized', 'Send the token of the registration.');
  const authority = await registrationAuthority(context, token);
  return authority ?? refuse('unauthorized', 'The token is not valid any more. Register again.');
}

/** {@link registrationOf}, under the path of its own account (section 2). */
export async function registrationAt(
  edge: Edge,
  request: FastifyRequest,
  token: string | undefined,
): Promise<RegistrationAuthority> {
  const named = addressAt(request, 2);
  const authority = await registrationOf(edge, token);
  if (isNamed(authority.account, named)) return authority;
  return refuse('unauthorized', 'The token is of another account than the path names.');
}

/** The account that headers prove; undefined where a request brings none. `named`: whom it names. */
export async function credentialsOf(
  { context }: Edge,
  request: FastifyRequest,
  named: string | undefined,
): Promise<CredentialsAuthority | undefined> {
  const cloud = headerOf(request, 'x-cloud-authorization');
  const authorization = headerOf(request, 'authorization');
  const sessionId = headerOf(request, 'sessionid');
  if ((cloud ?? authorization ?? sessionId) === undefined) return undefined;
  const network = networkOfRequest(request);
  return granted(
    await credentialsAccount(context, { cloud, authorization, sessionId, named, network }),
  );
}

/** Whoever registers: by headers, else by the browser session's cookie (section 2); 401 otherwise. */
export async function registrantOf(
  edge: Edge,
  request: FastifyRequest,
  named: string | undefined,
): Promise<RegisteringAuthority> {
  const proved = await credentialsOf(edge, request, named);
  if (proved) return proved;
  const browser = await browserOf(edge, request);
  if (named === undefined || isNamed(browser.account, named)) return browser;
  return refuse('unauthorized', 'You are signed in with another account than the request names.');
}

function isNamed({ account, address, sipkey }: KnownAccount, named: string): boolean {
  return [account, address, sipkey].includes(normaliseAccount(named));
}

/** Who reads people and calls: the browser session, or a registration by header `token` (section 6). */
export async function readerOf(edge: Edge, request: FastifyRequest): Promise<AccountAuthority> {
  const token = tokenOf(request, 'header');
  return token === undefined ? browserOf(edge, request) : registrationOf(edge, token);
}

/** What a `new_session` names beside its headers. */
interface NamedCaller {
  readonly registration_token?: string | undefined;
  readonly account?: string | null | undefined;
}

/**
 * Who is calling (section 4): whoever the request proves to be, null where it proves nobody. A proof
 * that is no good refuses the request; it never counts as none.
 */
export async function callerOf(
  edge: Edge,
  request: FastifyRequest,
  body: NamedCaller,
): Promise<AccountAuthority | null> {
  const token = body.registration_token ?? tokenOf(request, 'header');
  if (token !== undefined && token !== '') return registrationOf(edge, token);
  const proved = await credentialsOf(edge, request, body.account ?? undefined);
  return proved ?? (await maybeBrowserOf(edge, request)) ?? null;
}

/**
 * Whose stream is to hear of the call that a one-time token answers: the registration that the body names.
 * The token alone authorises the answer (section 4), so nothing else that the request brings is asked.
 */
export async function answererOf(
  edge: Edge,
  { registration_token: token }: NamedCaller,
): Promise<RegistrationAuthority | null> {
  return token === undefined || token === '' ? null : registrationOf(edge, token);
}
