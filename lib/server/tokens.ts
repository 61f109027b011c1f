import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a platform token names: a row by its kind and id, and which of its tokens this is. */
export interface TokenContent {
  readonly kind: TokenKind;
  readonly id: string;
  readonly n: number;
}

const tokenKinds = ['sign_in', 'registration', 'participant', 'ring', 'test'] as const;

/** The kinds of rows that have tokens; `sign_in` is the platform's `session_id`, `test` a ring test. */
export type TokenKind = (typeof tokenKinds)[number];

/**
 * Writes and reads platform tokens: `base64url(kind, id, n)` + `.` + `base64url(HMAC)` (design.md,
 * Decisions). The store keeps ids and numbers only, so a stolen database opens nothing.
 */
export interface Tokens {
  /** The token of a row; the same content gives the same token, also after a restart. */
  write(kind: TokenKind, id: string, n: number): string;
  /** What a token of ours names; undefined for every other text. Compared in constant time. */
  read(token: string): TokenContent | undefined;
}

const form = /^([\w-]{1,200})\.([\w-]{43})$/;
const contentForm = /^(sign_in|registration|participant|ring|test):([\w-]{1,64}):(\d{1,15})$/;

/** Tokens authenticated with a key of this server. */
export function createTokens(key: Uint8Array): Tokens {
  const sign = (content: string) => createHmac('sha256', key).update(content).digest();
  return {
    write(kind, id, n) {
      const content = `${kind}:${id}:${n}`;
      return `${Buffer.from(content).toString('base64url')}.${sign(content).toString('base64url')}`;
    },
    read(token) {
      const [, body = '', signature = ''] = form.exec(token) ?? [];
      const content = Buffer.from(body, 'base64url').toString();
      // The last character may carry unused bits: only one spelling of a content is its token.
      if (Buffer.from(content).toString('base64url') !== body) return undefined;
      if (!timingSafeEqual(sign(content), padded(signature))) return undefined;
      const [, kind, id, n] = contentForm.exec(content) ?? [];
      return isTokenKind(kind) && id ? { kind, id, n: Number(n) } : undefined;
    },
  };
}

/** A signature's 32 bytes; one of another length is compared as zeros, which no signature is. */
function padded(signature: string): Buffer {
  const bytes = Buffer.from(signature, 'base64url');
  return bytes.length === 32 ? bytes : Buffer.alloc(32);
}

function isTokenKind(kind: string | undefined): kind is TokenKind {
  return tokenKinds.some((known) => known === kind);
}
