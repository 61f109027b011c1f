import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Config } from '@/lib/platform/own';
import type { CallView, TicketState } from '@/lib/web/call/view';
import type { LostDevice } from '@/lib/web/runtime-view';
import type { SessionState } from '@/lib/web/session';
import { startShim } from '@/lib/web/shim/start';
import { createShimStores } from '@/lib/web/shim/stores';
import { createStore } from '@/lib/web/store';
import { fakeShim } from './fake-shim';

const page = new EventTarget();

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const rings: TicketState = { state: 'ringing', expiresAt: 0, callee: 'bob@x' };

/** A page within the app, before anything is known. */
function openPage() {
  const shim = fakeShim();
  const session = createStore<SessionState>({ status: 'unknown' });
  const calls = createStore<readonly CallView[]>([]);
  const runtime = {
    session,
    config: createStore<Config | null>(null),
    shim: createShimStores(),
    lostDevices: createStore<readonly LostDevice[]>([]),
    device: createStore<string | null>('this one'),
    start: vi.fn(),
    calls: {
      calls,
      openTicket: vi.fn(() => Promise.resolve(rings)),
      answerTicket: vi.fn(() => Promise.resolve({ ok: true } as const)),
      leaveToSystem: vi.fn(),
    },
  };
  const lead = { showsCalls: () => true, toCall: vi.fn(), joined: vi.fn(), toHome: vi.fn() };
  startShim(runtime, lead, shim.page);
  return { ...runtime, session, calls: runtime.calls, shown: runtime.shim, shim, lead };
}

test('the page listens before it says that it is ready, and tells its calls right after', () => {
  const { shim, start, shown } = openPage();
  expect(start).toHaveBeenCalledOnce();
  expect(shim.page.ringwayShim).toBeDefined();
  expect(shim.heard).toEqual([
    { ringway: 1, kind: 'ready' },
    { ringway: 1, kind: 'calls', calls: [] },
  ]);
  expect(shown.ringing.get()).toBe('waiting');
});

test('the bridge stands before a shim that answers `ready` at once', () => {
  const shim = fakeShim();
  const heard: boolean[] = [];
  Object.assign(shim.page, {
    webkit: {
      messageHandlers: {
        ringway: { postMessage: () => heard.push(shim.page.ringwayShim !== undefined) },
      },
    },
  });
  const { session, config, shown, lostDevices, device, start, calls, lead } = openPage();
  startShim({ session, config, shim: shown, lostDevices, device, start, calls }, lead, shim.page);
  expect(heard).not.toContain(false);
});

test('a native answer is joined', async () => {
  const { shim, session, calls } = openPage();
  session.set({ status: 'signed-out', why: 'never' });
  shim.say({
    kind: 'answered',
    invitation: 'i',
    ticket: 't',
    address: 'alice@x',
    call_type: 'audio',
    from: { address: 'alice@x', display_name: 'Alice' },
  });
  await vi.advanceTimersByTimeAsync(0);
  expect(calls.answerTicket).toHaveBeenCalledOnce();
  expect(shim.of('answer_taken')).toHaveLength(1);
});

test('what the system rings for is left to it', () => {
  const { shim, calls } = openPage();
  shim.say({ kind: 'system_rings', invitation: 'i' });
  expect(calls.leaveToSystem.mock.calls).toEqual([['i']]);
});

test('somebody is called back by the page from which calls are placed, for two minutes', () => {
  const { shim, shown, lead } = openPage();
  shim.say({ kind: 'call_back', address: 'alice@x', call_type: 'video' });
  expect(shown.wantedCall.get()).toEqual({
    intent: { channel: 'alice@x', callType: 'video' },
    until: 1_120_000,
  });
  expect(lead.toHome).toHaveBeenCalledOnce();
});

test('that nobody is signed in any more is told once', () => {
  const { shim, session } = openPage();
  session.set({ status: 'unreachable' });
  expect(shim.of('signed_out')).toEqual([]);
  session.set({ status: 'signed-out', why: 'ended' });
  session.set({ status: 'signed-out', why: 'never' });
  expect(shim.of('signed_out')).toHaveLength(1);
});

test('of what it does not understand the console says nothing but that', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { shim } = openPage();
  shim.sayRaw('{"ringway":1,"kind":"answered","ticket":"a secret"}');
  expect(warn.mock.calls).toEqual([['A message of the app was dropped: malformed.']]);
});

test('a registration that the server lost is seen, another device’s is not', () => {
  const { lostDevices, shown } = openPage();
  const lost = (device: string): LostDevice => ({
    ...{ device, name: 'iPhone', reason: 'gone', channel: 'device' },
  });
  lostDevices.set([lost('another')]);
  expect(shown.ringing.get()).toBe('waiting');
  lostDevices.set([lost('another'), lost('this one')]);
  expect(shown.ringing.get()).toBe('no_token');
});
