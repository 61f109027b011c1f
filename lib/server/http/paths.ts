import type { FastifyRequest } from 'fastify';
import { readAccountSegment } from '@/lib/platform/address';
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
