import { describe, expect, test } from 'vitest';
import { endingAfter, phaseAfterUpdate } from '@/lib/web/call/phase';
import type { CallPhase } from '@/lib/web/call/view';

const calling: CallPhase = { phase: 'outgoing', progress: 'calling' };
const rings = { state: 'ringing', heard: true, answering: false } as const;

describe('an outgoing call', () => {
  test('rings only once a device has said so', () => {
    expect(phaseAfterUpdate(calling, { ...rings, heard: false })).toEqual(calling);
    expect(phaseAfterUpdate(calling, rings)).toEqual({ phase: 'outgoing', progress: 'ringing' });
    const answering = phaseAfterUpdate(calling, { ...rings, answering: true });
    expect(answering).toEqual({ phase: 'outgoing', progress: 'answering' });
  });

  test('connects when it was accepted', () => {
    const next = phaseAfterUpdate(calling, { ...rings, state: 'accepted' });
    expect(next).toEqual({ phase: 'connecting' });
  });

  test.each([
    ['rejected', 'peer'],
    ['missed', 'server'],
    ['busy', 'server'],
    ['unreachable', 'server'],
    ['failed', 'server'],
  ] as const)('ends with %s', (state, by) => {
    expect(phaseAfterUpdate(calling, { ...rings, state })).toEqual({
      phase: 'ended',
      ending: { reason: state, by, durationMs: null },
    });
  });

  test('carries what was said with the rejection', () => {
    const next = phaseAfterUpdate(calling, { ...rings, state: 'rejected', message: 'Later' });
    expect(next).toMatchObject({ ending: { message: 'Later' } });
  });
});

test('what is connected or over does not go back', () => {
  const connected: CallPhase = { phase: 'connected', since: 5 };
  expect(phaseAfterUpdate(connected, { ...rings, state: 'missed' })).toBe(connected);
  expect(phaseAfterUpdate({ phase: 'connecting' }, rings)).toEqual({ phase: 'connecting' });
});

test('an ending says who ended it, and how long it lasted', () => {
  expect(
    endingAfter(
      { reason: 'ended', cause: 'hung_up' },
      { since: 1_000, now: 61_000, peerAway: false, endsForAll: false },
    ),
  ).toEqual({
    reason: 'ended',
    cause: 'hung_up',
    by: 'peer',
    durationMs: 60_000,
  });
  expect(
    endingAfter(
      { reason: 'ended', cause: 'connection_lost' },
      { since: null, now: 5, peerAway: false, endsForAll: false },
    ),
  ).toEqual({
    reason: 'ended',
    cause: 'connection_lost',
    by: 'server',
    durationMs: null,
  });
});

test('whose connection was lost is said where the server had told it', () => {
  const lost = { reason: 'failed', cause: 'connection_lost' } as const;
  const known = { since: 1_000, now: 61_000, endsForAll: false };
  expect(endingAfter(lost, { ...known, peerAway: true })).toMatchObject({ by: 'peer' });
  expect(endingAfter(lost, { ...known, peerAway: false })).toMatchObject({ by: 'server' });
});

test('whoever ends it for everybody is not told that the host did', () => {
  const ended = { reason: 'ended', cause: 'host_ended' } as const;
  const known = { since: 1_000, now: 61_000, peerAway: false };
  expect(endingAfter(ended, { ...known, endsForAll: true })).toMatchObject({ by: 'me' });
  expect(endingAfter(ended, { ...known, endsForAll: false })).toMatchObject({ by: 'peer' });
});
