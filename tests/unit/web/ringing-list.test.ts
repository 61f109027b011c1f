import { expect, test } from 'vitest';
import type { Incoming } from '@/lib/platform/calling';
import {
  reconciled,
  stoppedFrom,
  withIncoming,
  withoutInvitation,
  withoutOverdue,
  withSilenced,
} from '@/lib/web/call/ringing-list';

const now = 1_000_000_000;
const incoming = (invitation: string, seconds = 45): Incoming => ({
  remote_alias: 'alice',
  owner: 'x',
  remote_display_name: 'Alice',
  conference_alias: 'alice@x',
  token: `token of ${invitation}`,
  time: '1',
  service_type: 'gateway',
  bsskey: '',
  invitation,
  remote_address: 'alice@x',
  call_type: 'video',
  expires_at: now / 1_000 + seconds,
  origin: 'http://x',
  waiting: false,
});
const names = (list: ReturnType<typeof withIncoming>) => list.map(({ call }) => call.invitation);

test('an invitation shows once, however often it is told', () => {
  const once = withIncoming([], incoming('one'), now);
  expect(withIncoming(once, incoming('one'), now)).toBe(once);
  expect(names(withIncoming(once, incoming('two'), now))).toEqual(['one', 'two']);
});

test('nothing starts to ring with less than three seconds left', () => {
  expect(withIncoming([], incoming('late', 2), now)).toEqual([]);
  expect(names(withIncoming([], incoming('just', 3), now))).toEqual(['just']);
});

test('what the server does not name any more has ended; what rings keeps its silence', () => {
  const ringing = withSilenced(
    [incoming('one'), incoming('two')].reduce(
      (list, one) => withIncoming(list, one, now),
      withIncoming([], incoming('zero'), now),
    ),
    'two',
  );
  const after = reconciled(ringing, [incoming('two'), incoming('three')], now);
  expect(names(after)).toEqual(['two', 'three']);
  expect(after[0]?.call.silenced).toBe(true);
});

test('what was not heard of any more goes after its deadline', () => {
  const ringing = withIncoming([], incoming('one'), now);
  expect(names(withoutOverdue(ringing, now + 46_000))).toEqual(['one']);
  expect(withoutOverdue(ringing, now + 47_000)).toEqual([]);
});

test('what stopped is shown with its reason', () => {
  const [entry] = withIncoming([], incoming('one'), now);
  expect(entry && stoppedFrom(entry, 'answered_elsewhere')).toEqual({
    invitation: 'one',
    from: { address: 'alice@x', displayName: 'Alice' },
    callType: 'video',
    reason: 'answered_elsewhere',
  });
  expect(withoutInvitation(entry ? [entry] : [], 'one')).toEqual([]);
});
