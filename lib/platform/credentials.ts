import { decodeBase64, encodeBase64 } from './base64';
import { localPart } from './address';

/** What a credentials header carries: the part of the account before `@`, and the password. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

const scheme = /^x-cloud-basic +([A-Za-z0-9+/]+)={0,3}$/i;
const basicScheme = /^basic +([A-Za-z0-9+/]+)={0,2}$/i;

/**
 * The value of `X-Cloud-Authorization` and `Authorization` for an account: standard base64 of
 * `user:password`, with one `=` appended where the standard form has none (platform-api.md 2).
 */
export function writeCredentialsHeader(account: string, password: string): string {
  const base64 = encodeBase64(`${localPart(account)}:${password}`);
  return `x-cloud-basic ${base64.endsWith('=') ? base64 : `${base64}=`}`;
}

/** Reads an `x-cloud-basic` header with any number of trailing `=`, none to three; undefined if malformed. */
export function readCredentialsHeader(header: string): Credentials | undefined {
  return readScheme(header, scheme);
}

/** Reads HTTP Basic credentials (RFC 7617, UTF-8); undefined if malformed. */
export function readBasicHeader(header: string): Credentials | undefined {
  return readScheme(header, basicScheme);
}

function readScheme(header: string, pattern: RegExp): Credentials | undefined {
  const base64 = pattern.exec(header.trim())?.[1];
  const text = base64 === undefined ? undefined : decodeBase64(base64);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon < 1) return undefined;
  const user = text.slice(0, colon);
  // RFC 7617, section 2: no control characters; an account has none, and databases keep not all of them.
  return /\p{Cc}/u.test(user) ? undefined : { user, password: text.slice(colon + 1) };
}
