import { parse as parseForm } from 'node:querystring';
import formBody from '@fastify/formbody';
import * as z from 'zod';
import type { App } from './edge';

type Done = (error: Error | null, body?: unknown) => void;

/**
 * Reads bodies: JSON, forms, and what comes as plain text or without a content type from clients that
 * name none (platform-api.md 2; some also send `application/json` with nothing in it). No body is
 * undefined.
 */
export async function readBodies(app: App): Promise<void> {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  const readJson = (request: Parameters<typeof parseJson>[0], text: string, done: Done) => {
    if (text.trim() === '') done(null, undefined);
    else void parseJson(request, text, done);
  };
  app.removeAllContentTypeParsers();
  await app.register(formBody);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, readJson);
  app.addContentTypeParser<string>('text/plain', { parseAs: 'string' }, (request, text, done) => {
    if (looksLikeForm(text)) done(null, { ...parseForm(text.trim()) });
    else readJson(request, text, done);
  });
  app.addContentTypeParser<string>('*', { parseAs: 'string' }, (request, text, done) => {
    if (request.headers['content-type'] !== undefined) done(new UnknownType());
    else if (looksLikeForm(text)) done(null, { ...parseForm(text.trim()) });
    else readJson(request, text, done);
  });
}

function looksLikeForm(text: string): boolean {
  return /^[^{["=]+=/.test(text.trim());
}

/** A body of a type that no client of the platform sends. */
class UnknownType extends Error {
  readonly statusCode = 415;
}

/** The schema of a body that may be missing: none, `null` and `{}` are the same. */
export function maybe<Schema extends z.core.$ZodType>(schema: Schema) {
  return z.nullish(schema);
}
