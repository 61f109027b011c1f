import * as z from 'zod/mini';
import { expect, test } from 'vitest';
import { createApi, problemOf } from '@/lib/web/api';
import { readSignInProblem } from '@/lib/web/session';

const schema = z.object({ n: z.number() });
const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  createApi(() => Promise.resolve(new Response(JSON.stringify(body), { status, headers })));
const problem = async (api: ReturnType<typeof createApi>) =>
  api.post('/x', { schema, body: {} }).then(
    () => undefined,
    (error: unknown) => problemOf(error),
  );

test('the result of a success is parsed, or the whole envelope where that is asked for', async () => {
  const api = answering(200, { status: 'success', result: { n: 1 }, beside: 'this' });
  expect(await api.get('/x', { schema })).toEqual({ n: 1 });
  const envelope = z.object({ result: schema, beside: z.string() });
  expect(await api.get('/x', { schema: envelope, of: 'envelope' })).toEqual({
    result: { n: 1 },
    beside: 'this',
  });
});

test('a body goes as JSON, headers beside it', async () => {
  const sent: (RequestInit | undefined)[] = [];
  const api = createApi((_path, init) => {
    sent.push(init);
    return Promise.resolve(new Response('{"status":"success","result":{"n":1}}'));
  });
  await api.post('/x', { schema, body: { a: 1 }, headers: { token: 't' } });
  expect(sent[0]).toMatchObject({
    method: 'POST',
    body: '{"a":1}',
    headers: { 'content-type': 'application/json', token: 't' },
  });
});

test('a refusal carries its reason, its words and when to come again', async () => {
  const api = answering(
    429,
    { status: 'failed', reason: 'too_many', result: 'Wait.' },
    { 'retry-after': '7' },
  );
  expect(await problem(api)).toEqual({
    kind: 'refused',
    status: 429,
    reason: 'too_many',
    text: 'Wait.',
    retryAfter: 7,
  });
});

test('a PIN that is wanted is told as such', async () => {
  const api = answering(403, {
    status: 'success',
    result: { pin: 'required', guest_pin: 'none' },
  });
  expect(await problem(api)).toMatchObject({ kind: 'refused', reason: 'pin_required' });
});

test('a gateway that answers in its place, or nobody at all, is the network', async () => {
  const gateway = createApi(() => Promise.resolve(new Response('<html>', { status: 502 })));
  expect(await problem(gateway)).toEqual({ kind: 'network' });
  const nobody = createApi(() => Promise.reject(new TypeError('fetch failed')));
  expect(await problem(nobody)).toEqual({ kind: 'network' });
});

test('a success that is not understood is a failure, not a guess', async () => {
  const api = answering(200, { status: 'success', result: 'something else' });
  expect(await problem(api)).toMatchObject({ kind: 'refused', reason: 'failed' });
});

test('what keeps a person from signing in', () => {
  const failure = (code: string) => ({ code, timeStamp: '', results: 'Words.' });
  expect(readSignInProblem(failure('401'))).toEqual({ kind: 'wrong' });
  expect(readSignInProblem(failure('423'), 30)).toEqual({ kind: 'slowed', retryAfter: 30 });
  expect(readSignInProblem(failure('503'))).toEqual({ kind: 'busy' });
  expect(readSignInProblem(failure('400'))).toEqual({ kind: 'refused', text: 'Words.' });
  expect(readSignInProblem(undefined)).toEqual({ kind: 'network' });
});
