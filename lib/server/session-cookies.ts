import { SignJWT, jwtVerify } from 'jose';

/** Days until a browser drops the cookie; Chrome keeps none longer. The session's row ends it earlier. */
export const cookieDays = 400;

/** Writes and reads the value of the browser session's cookie: a signed JWT that names the session. */
export interface SessionCookies {
  /** The cookie's value for a session's id. */
  write(session: string): Promise<string>;
  /** The session that a cookie names; undefined for every text that is not of ours. */
  read(cookie: string): Promise<string | undefined>;
}

/** Cookies signed with a key of this server (HS256); whether the session lives is the store's word. */
export function createSessionCookies(key: Uint8Array): SessionCookies {
  return {
    write: (session) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(session)
        .setAudience('ringway')
        .sign(key),
    async read(cookie) {
      try {
        const { payload } = await jwtVerify(cookie, key, {
          algorithms: ['HS256'],
          audience: 'ringway',
        });
        return payload.sub;
      } catch {
        return undefined;
      }
    },
  };
}
