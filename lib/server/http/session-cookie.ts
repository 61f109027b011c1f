import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieDays } from '../session-cookies';
import type { Edge } from './edge';

/** `__Host-` and Secure where TLS is; browsers refuse both elsewhere (platform-api.md, section 4). */
function nameOf(isSecure: boolean): string {
  return isSecure ? '__Host-ringway' : 'ringway';
}

function isSecure({ origins }: Edge, request: FastifyRequest): boolean {
  return origins.isSecure(request.headers.host);
}

/** Whether a request comes from a page of ours, by its Origin header. */
export function isFromOurOrigin({ origins }: Edge, request: FastifyRequest): boolean {
  const { origin } = request.headers;
  return origin !== undefined && origins.isOurs(origin);
}

/**
 * Whether a page of ours sent a request: from our own origin, or without Origin by a GET that the
 * browser says is its own (`Sec-Fetch-Site`), since no GET changes anything (section 4). Only then does
 * a cookie count.
 */
export function isFromOurPage(edge: Edge, request: FastifyRequest): boolean {
  if (request.headers.origin !== undefined) return isFromOurOrigin(edge, request);
  const site = request.headers['sec-fetch-site'];
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return reads && (site === 'same-origin' || site === 'none');
}

/** The browser session's cookie, where it counts. */
export function sessionCookie(edge: Edge, request: FastifyRequest): string | undefined {
  if (!isFromOurPage(edge, request)) return undefined;
  return request.cookies[nameOf(isSecure(edge, request))];
}

/** Sets the cookie of a browser session: no script reads it and no foreign page sends it. */
export function setSessionCookie(
  edge: Edge,
  request: FastifyRequest,
  reply: FastifyReply,
  cookie: string,
): void {
  const secure = isSecure(edge, request);
  reply.setCookie(nameOf(secure), cookie, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    maxAge: cookieDays * 86_400,
  });
}

/** Takes the cookie away. */
export function clearSessionCookie(edge: Edge, request: FastifyRequest, reply: FastifyReply): void {
  const secure = isSecure(edge, request);
  reply.clearCookie(nameOf(secure), { httpOnly: true, sameSite: 'lax', path: '/', secure });
}
