import { expect, test } from 'vitest';
import { verbOf, type HostAction } from '@/lib/web/call/host';

const participant = 'a b';

test.each<readonly [HostAction, ReturnType<typeof verbOf>]>([
  [{ do: 'lock' }, { path: 'lock' }],
  [{ do: 'unlock' }, { path: 'unlock' }],
  [{ do: 'muteGuests' }, { path: 'muteguests' }],
  [{ do: 'unmuteGuests' }, { path: 'unmuteguests' }],
  [{ do: 'endForAll' }, { path: 'disconnect' }],
  [{ do: 'admit', participant }, { path: 'participants/a%20b/unlock' }],
  [{ do: 'remove', participant }, { path: 'participants/a%20b/disconnect' }],
  [{ do: 'mute', participant }, { path: 'participants/a%20b/mute' }],
  [{ do: 'unmute', participant }, { path: 'participants/a%20b/unmute' }],
  [
    { do: 'makeHost', participant },
    { path: 'participants/a%20b/role', body: { role: 'chair' } },
  ],
  [
    { do: 'makeGuest', participant },
    { path: 'participants/a%20b/role', body: { role: 'guest' } },
  ],
  [{ do: 'lowerHand', participant }, { path: 'participants/a%20b/clearbuzz' }],
])('%o is the verb of the platform', (action, verb) => {
  expect(verbOf(action)).toEqual(verb);
});
