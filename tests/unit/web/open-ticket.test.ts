import { expect, test } from 'vitest';
import { createApi } from '@/lib/web/api';
import { createCallStores } from '@/lib/web/call/lazy-calls';
import { createRinging } from '@/lib/web/call/ringing';

const link = { invitation: 'i', ticket: 't', address: 'bob@x' };

/** What a ticket says when the server answers its question like this. */
function openWhere(status: number, body: unknown) {
  const send = () => Promise.resolve(Response.json(body, { status }));
  const ringing = createRinging({
    api: createApi(send),
    stores: createCallStores(),
    onChange: () => undefined,
  });
  return ringing.openTicket(link);
}

const refused = (reason: string) => ({ status: 'failed', result: 'No.', reason });

test.each([
  [409, 'answered_elsewhere'],
  [409, 'cancelled'],
  [404, 'not_found'],
] as const)('a ticket that is refused (%i, %s) is over', async (status, reason) => {
  expect(await openWhere(status, refused(reason))).toEqual({ state: 'over', reason });
});

test.each([
  [503, 'unavailable'],
  [429, 'too_many'],
] as const)(
  'a server that has trouble (%i, %s) says nothing of the call',
  async (status, reason) => {
    expect(await openWhere(status, refused(reason))).toEqual({ state: 'unreachable' });
  },
);

test('what is not our server’s own word says nothing of the call', async () => {
  expect(await openWhere(502, 'Bad gateway')).toEqual({ state: 'unreachable' });
});
