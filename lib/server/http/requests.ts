import type { FastifyRequest } from 'fastify';
import type { Whence } from '../accounts/sessions';
import { networkOfRequest } from './limits';

/** The one value of a header; undefined where it is missing or empty. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  const one = Array.isArray(value) ? value[0] : value;
  return one === '' ? undefined : one;
}

/** Where a request comes from, as sessions remember it. */
export function whence(request: FastifyRequest): Whence {
  return {
    network: networkOfRequest(request),
    userAgent: headerOf(request, 'user-agent') ?? '',
  };
}
