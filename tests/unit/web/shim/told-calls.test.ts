import { expect, test } from 'vitest';
import type { CallPhase, CallView, RemoteView } from '@/lib/web/call/view';
import type { ShimMessage } from '@/lib/web/shim/presence';
import { createToldCalls } from '@/lib/web/shim/told-calls';
import { aCall } from '../a-call';

const someone = { address: 'alice@x', displayName: 'Alice' };

function audioCall(phase: CallPhase, change: Partial<CallView> = {}): CallView {
  return {
    ...aCall('k', phase),
    invitation: 'i',
    callType: 'audio',
    peer: someone,
    ...change,
  };
}

const connecting: CallPhase = { phase: 'connecting' };
const connected: CallPhase = { phase: 'connected', since: 10_500 };
const ended: CallPhase = { phase: 'ended', ending: { reason: 'ended', by: 'me', durationMs: 9 } };
const shown = { invitation: 'i', address: 'alice@x', call_type: 'audio' } as const;

function follow() {
  const told: ShimMessage[] = [];
  return { told, now: createToldCalls((message) => told.push(message)) };
}

test('my calls are told as they change, and once each', () => {
  const { told, now } = follow();
  now([], 0);
  now([audioCall(connecting)], 1);
  now([audioCall(connecting, { held: true })], 2);
  now([audioCall(connected)], 3);
  now([], 4);
  expect(told).toEqual([
    { kind: 'calls', calls: [] },
    { kind: 'calls', calls: [{ ...shown, state: 'connecting' }] },
    { kind: 'calls', calls: [{ ...shown, state: 'connected' }] },
    { kind: 'calls', calls: [] },
  ]);
});

test('a call of mine is told as calling until it is answered', () => {
  const { told, now } = follow();
  const phase: CallPhase = { phase: 'outgoing', progress: 'ringing' };
  now([audioCall(phase, { direction: 'outgoing', invitation: null })], 0);
  expect(told).toEqual([
    { kind: 'calls', calls: [{ ...shown, invitation: null, state: 'calling' }] },
  ]);
});

test('a call that is over is told once, with its true times in seconds', () => {
  const { told, now } = follow();
  now([audioCall(connecting)], 9_000);
  now([audioCall(connected)], 10_600);
  now([audioCall(ended)], 75_999);
  now([audioCall(ended)], 80_000);
  expect(told.filter(({ kind }) => kind === 'call_over')).toEqual([
    {
      kind: 'call_over',
      address: 'alice@x',
      name: 'Alice',
      direction: 'incoming',
      call_type: 'audio',
      connected_at: 10,
      ended_at: 75,
    },
  ]);
});

test('where media never flowed there is no time of it', () => {
  const { told, now } = follow();
  now([audioCall(connecting)], 9_000);
  now([audioCall(ended)], 12_000);
  expect(told).toContainEqual(
    expect.objectContaining({ kind: 'call_over', connected_at: null, ended_at: 12 }),
  );
});

test('in a meeting media flows only once somebody else is there', () => {
  const { told, now } = follow();
  const meeting = (phase: CallPhase, remotes: readonly RemoteView[] = []) =>
    audioCall(phase, { kind: 'conference', remotes });
  now([meeting(connected)], 11_000);
  now([meeting(connected, [flowing])], 20_000);
  now([meeting(connected)], 25_000);
  now([meeting(ended)], 30_000);
  expect(told).toContainEqual(
    expect.objectContaining({ kind: 'call_over', connected_at: 20, ended_at: 30 }),
  );
});

test('what never was a call, and what is of nobody, is not told as over', () => {
  const { told, now } = follow();
  now([audioCall(connecting)], 0);
  now([], 1);
  const nobody = { key: 'n', peer: { address: '', displayName: '' } };
  now([audioCall(connecting, nobody)], 2);
  now([audioCall(ended, nobody)], 3);
  expect(told.some(({ kind }) => kind === 'call_over')).toBe(false);
});

const flowing: RemoteView = {
  uuid: 'u',
  displayName: 'Alice',
  address: 'alice@x',
  state: {},
  muted: false,
  connected: true,
  mutedByHost: false,
  isHost: false,
  handSince: null,
  leg: 'flowing',
  stream: null,
  screen: null,
  hasVideo: false,
  hasAudio: true,
  quality: 'unknown',
  audioLevel: 0,
};
