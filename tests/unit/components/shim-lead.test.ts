import { beforeEach, expect, test, vi } from 'vitest';
import { ticketLink } from '@/components/call/ticket-store';
import { leadBy } from '@/components/shim/lead';

const answer = {
  ticket: { invitation: 'i', ticket: 't', address: null },
  from: { address: 'alice@x', displayName: 'Alice' },
  callType: 'audio',
} as const;

function at(path: string) {
  const push = vi.fn();
  return { push, lead: leadBy({ push }, () => path) };
}

beforeEach(() => {
  ticketLink.set(null);
});

test.each([
  ['/', true],
  ['/settings', true],
  ['/sign-in', false],
  ['/invitation/', false],
  ['/demo', false],
  ['/call', false],
])('%s goes on beneath a call: %s', (path, shows) => {
  expect(at(path).lead.showsCalls()).toBe(shows);
});

test('a call from outside has its page, which knows that nothing is to be asked', () => {
  const { push, lead } = at('/sign-in');
  lead.toCall(answer, 'joining');
  expect(push.mock.calls).toEqual([['/call']]);
  expect(ticketLink.get()).toMatchObject({ ...{ action: 'answer', native: { step: 'joining' } } });
});

test('the page that a link opened stays, and asks no more once the call is there', () => {
  const { push, lead } = at('/call');
  ticketLink.set({ ticket: answer.ticket, action: 'answer' });
  lead.toCall(answer, 'asked');
  expect(push).not.toHaveBeenCalled();
  expect(ticketLink.get()?.native?.step).toBe('asked');
  lead.joined('another');
  expect(ticketLink.get()).not.toBeNull();
  lead.joined('i');
  expect(ticketLink.get()).toBeNull();
});

test('whoever calls back is led to the pages from which calls are placed', () => {
  const paths = ['/', '/settings', '/call', '/sign-in'].map((path) => {
    const { push, lead } = at(path);
    lead.toHome();
    return push.mock.calls.length;
  });
  expect(paths).toEqual([0, 0, 1, 1]);
});
