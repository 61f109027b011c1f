import { expect, test } from 'vitest';
import { endingSound, soundsFor } from '@/lib/web/call/call-sounds';
import type { CallPhase, CallView, RingingCall } from '@/lib/web/call/view';
import { aCall } from './a-call';

const ringing = (silenced: boolean): RingingCall => ({
  invitation: 'i',
  from: { address: 'a@x', displayName: 'A' },
  kind: 'gateway',
  callType: 'audio',
  waiting: false,
  expiresAt: 0,
  silenced,
});
const call = (phase: CallPhase): CallView => ({ ...aCall('k', phase), direction: 'outgoing' });
const connected = call({ phase: 'connected', since: 0 });
const list = (sounds: ReadonlySet<string>) => [...sounds];

test('a call rings, softly while another goes on, and not at all once silenced', () => {
  expect(list(soundsFor([ringing(false)], []))).toEqual(['ring']);
  expect(list(soundsFor([ringing(false)], [connected]))).toEqual(['waiting']);
  expect(list(soundsFor([ringing(true)], []))).toEqual([]);
});

test('ring-back is heard only when a device of theirs has said that it rings', () => {
  expect(list(soundsFor([], [call({ phase: 'outgoing', progress: 'calling' })]))).toEqual([]);
  const rings = call({ phase: 'outgoing', progress: 'ringing' });
  expect(list(soundsFor([], [rings]))).toEqual(['ringback']);
});

test('an ending sounds unless it was my own', () => {
  const ended = (by: 'me' | 'peer', durationMs: number | null) =>
    endingSound(call({ phase: 'ended', ending: { reason: 'ended', by, durationMs } }));
  expect(ended('peer', 5)).toBe('ended');
  expect(ended('peer', null)).toBe('busy');
  expect(ended('me', 5)).toBeNull();
  expect(endingSound(connected)).toBeNull();
});
