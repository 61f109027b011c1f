import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApi } from '@/lib/web/api';
import { createParticipantSession } from '@/lib/web/call/participant-session';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A participant who leaves; the server answers with these statuses, one after another. */
async function leaves(...statuses: readonly number[]): Promise<string[]> {
  const asked: string[] = [];
  const answers = [...statuses];
  const api = createApi((path) => {
    asked.push(typeof path === 'string' ? (path.split('/').at(-1) ?? '') : '');
    const status = answers.shift() ?? 200;
    const envelope =
      status === 200
        ? { status: 'success', result: null }
        : { status: 'failed', result: '', reason: status === 401 ? 'unauthorized' : 'failed' };
    return Promise.resolve(new Response(JSON.stringify(envelope), { status }));
  });
  const session = createParticipantSession(
    api,
    'alice@example.com',
    {
      ...{ token: 'token', expires: '120', participant_uuid: 'me', display_name: 'Bob' },
      ...{ role: 'GUEST', service_type: 'gateway', current_service_type: 'gateway' },
      ...{ call_type: 'audio', direct_media: true, answer_by_event: true, max_peers: 3 },
      ...{ room: 'room', address: 'alice@example.com' },
    },
    { onMedia: () => undefined, onOver: () => undefined },
  );
  const left = session.leave();
  await vi.advanceTimersByTimeAsync(60_000);
  await left;
  return asked;
}

test.each([429, 500, 503])('who leaves is heard though refused in passing (%d)', async (status) => {
  expect(await leaves(status, status)).toEqual(['end_session', 'end_session', 'end_session']);
});

test('who leaves does not insist on what is refused for good', async () => {
  expect(await leaves(401)).toEqual(['end_session']);
});
