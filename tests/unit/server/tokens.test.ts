import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSessionCookies } from '@/lib/server/session-cookies';
import { createTokens } from '@/lib/server/tokens';

const tokens = createTokens(Buffer.alloc(32, 1));
const kind = fc.constantFrom('sign_in', 'registration', 'participant', 'ring');
const id = fc.stringMatching(/^[\w-]{1,64}$/);
const n = fc.integer({ min: 0, max: 2 ** 31 });

describe('a token', () => {
  it('names its row, the same after a restart', () => {
    fc.assert(
      fc.property(kind, id, n, (kind, id, n) => {
        const token = createTokens(Buffer.alloc(32, 1)).write(kind, id, n);
        expect(tokens.write(kind, id, n)).toBe(token);
        expect(tokens.read(token)).toEqual({ kind, id, n });
        expect(token).toMatch(/^[\w.-]+$/);
      }),
    );
  });

  it('of another server, or changed in one place, names nothing', () => {
    fc.assert(
      fc.property(kind, id, n, fc.nat(), (kind, id, n, place) => {
        const token = tokens.write(kind, id, n);
        expect(createTokens(Buffer.alloc(32, 2)).read(token)).toBeUndefined();
        // The last character carries bits that base64url leaves unused.
        const at = place % (token.length - 1);
        const other = token[at] === 'A' ? 'B' : 'A';
        const changed = token.slice(0, at) + other + token.slice(at + 1);
        expect(tokens.read(changed)).toBeUndefined();
      }),
    );
  });

  it('is nothing else than a token', () => {
    fc.assert(fc.property(fc.string(), (text) => tokens.read(text) === undefined));
    for (const text of ['', '.', 'a.b', `${'A'.repeat(300)}.${'A'.repeat(43)}`]) {
      expect(tokens.read(text)).toBeUndefined();
    }
  });
});

describe('a session cookie', () => {
  const cookies = createSessionCookies(Buffer.alloc(32, 1));

  it('names its session, and no other server takes it', async () => {
    const cookie = await cookies.write('session-1');
    expect(await cookies.read(cookie)).toBe('session-1');
    expect(await createSessionCookies(Buffer.alloc(32, 2)).read(cookie)).toBeUndefined();
    for (const text of ['', 'x', cookie.slice(0, -3), 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.']) {
      expect(await cookies.read(text)).toBeUndefined();
    }
  });
});
