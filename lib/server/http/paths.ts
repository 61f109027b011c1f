import type { FastifyRequest } from 'fastify';
import { readAccountSegment, repairDoubledPercent } from '@/lib/platform/address';
import { pathOf, refuse } from './errors';

/**
 * The account or address that a segment of the path names, read from the raw path: routers decode too
 * early for `%2540` (platform-api.md, section 2). `index` counts from 0, the empty one before the first
 * slash excluded.
 */
export function addressAt(request: FastifyRequest, index: number): string {
  const segment = pathOf(request).split('/')[index + 1] ?? '';
  return (
    readAccountSegment(segment) ??
    refuse('bad_request', 'The address in the path is not understood. Percent-encode it as UTF-8.')
  );
}

/**
 * The target of a request as routers read it: every doubled `%%XX` written once, and the absolute form
 * that clients behind a proxy send (RFC 9112, 3.2.2) cut down to its path.
 */
export function routedTarget(target: string): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '');
  return repairDoubledPercent(/^[/*]/.test(path) ? path : `/${path}`);
}
