import { createPublicKey, generateKeyPairSync, verify, type KeyObject } from 'node:crypto';
import * as z from 'zod/mini';

/** A key that a team made at Apple, as Apple keeps it. */
export interface TeamKey {
  readonly team: string;
  readonly keyId: string;
  /** PEM. */
  readonly publicKey: string;
}

/** Makes what one downloads as a .p8 file, and what Apple keeps of it. */
export function makeKeyPair(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** Apple's word on a provider token. */
export type TokenVerdict =
  | { readonly ok: true; readonly jwt: string; readonly team: string }
  | { readonly ok: false; readonly reason: string };

const headerSchema = z.object({ alg: z.literal('ES256'), kid: z.string() });
const claimsSchema = z.object({ iss: z.string(), iat: z.int() });

const hour = 3_600;
const allowedAhead = 60;

interface Signed {
  readonly keyId: string;
  readonly team: string;
  readonly issuedAt: number;
}

/** Checks provider tokens: signature, key, team and age; a signature that was seen is not checked again. */
export class TokenCheck {
  readonly #keys: Map<string, { readonly team: string; readonly key: KeyObject }>;
  readonly #seen = new Map<string, Signed | null>();

  constructor(keys: readonly TeamKey[]) {
    this.#keys = new Map(
      keys.map(({ team, keyId, publicKey }) => [keyId, { team, key: createPublicKey(publicKey) }]),
    );
  }

  /** The key counts no more. */
  revoke(keyId: string): void {
    this.#keys.delete(keyId);
    this.#seen.clear();
  }

  /** @param now seconds since 1970 */
  check(authorization: string | undefined, now: number): TokenVerdict {
    const jwt = /^bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (jwt === undefined) return { ok: false, reason: 'MissingProviderToken' };
    let signed = this.#seen.get(jwt);
    if (signed === undefined) {
      signed = this.#read(jwt);
      this.#seen.set(jwt, signed);
    }
    if (signed === null || signed.issuedAt > now + allowedAhead) {
      return { ok: false, reason: 'InvalidProviderToken' };
    }
    if (signed.issuedAt < now - hour) return { ok: false, reason: 'ExpiredProviderToken' };
    return { ok: true, jwt, team: signed.team };
  }

  #read(jwt: string): Signed | null {
    const [header = '', claims = '', signature = ''] = jwt.split('.');
    const head = headerSchema.safeParse(parse(header));
    const said = claimsSchema.safeParse(parse(claims));
    if (!head.success || !said.success) return null;
    const known = this.#keys.get(head.data.kid);
    if (known?.team !== said.data.iss) return null;
    const isSigned = verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      { key: known.key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    return isSigned ? { keyId: head.data.kid, team: said.data.iss, issuedAt: said.data.iat } : null;
  }
}

function parse(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}
