import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MySession } from '@/lib/platform/own';
import type { IntentOutcome, TicketState } from '@/lib/web/call/view';
import type { SessionState } from '@/lib/web/session';
import { createNativeAnswers, type Answered } from '@/lib/web/shim/native-answers';
import type { ShimMessage } from '@/lib/web/shim/presence';
import { createStore } from '@/lib/web/store';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const answered: Answered = {
  ringway: 1,
  kind: 'answered',
  invitation: 'i',
  ticket: 't',
  address: 'alice@x',
  call_type: 'video',
  from: { address: 'alice@x', display_name: 'Alice' },
};
const alice = { address: 'alice@x', displayName: 'Alice' };
const asked = {
  ticket: { invitation: 'i', ticket: 't', address: 'alice@x' },
  from: alice,
  callType: 'video',
} as const;
const me: MySession = {
  session: 's',
  id: 1,
  account: 'bob',
  address: 'bob@x',
  sipkey: '10001',
  display_name: 'Bob',
  organisation: { id: 1, name: 'X' },
  roles: ['member'],
  language: null,
};
const bob: SessionState = { status: 'signed-in', me, recalled: false };
const nobody: SessionState = { status: 'signed-out', why: 'never' };
const rings = (callee: string): TicketState => ({ state: 'ringing', expiresAt: 0, callee });
const network: IntentOutcome = { ok: false, problem: { kind: 'network' } };
const refused: IntentOutcome = {
  ok: false,
  problem: { kind: 'refused', reason: 'answered_elsewhere', text: 'No.' },
};
const settled = () => vi.advanceTimersByTimeAsync(0);

/** A page that hears native answers. `says`, `answers`: what the server says, the last one for ever. */
function openPage({
  session = bob,
  says = [rings('bob@x')],
  answers = [{ ok: true }],
  showsCalls = true,
  returnsTo = false,
}: {
  session?: SessionState;
  says?: readonly TicketState[];
  answers?: readonly IntentOutcome[];
  showsCalls?: boolean;
  returnsTo?: boolean;
} = {}) {
  const who = createStore<SessionState>(session);
  const told: ShimMessage[] = [];
  const turns = <Value>(values: readonly Value[]) => {
    let turn = 0;
    return (): Promise<Value> => {
      const value = values[Math.min(turn, values.length - 1)];
      turn += 1;
      return value === undefined ? Promise.reject(new Error('none')) : Promise.resolve(value);
    };
  };
  const openTicket = vi.fn(turns(says));
  const answerTicket = vi.fn(turns(answers));
  const lead = { showsCalls: () => showsCalls, toCall: vi.fn(), joined: vi.fn(), toHome: vi.fn() };
  const hear = createNativeAnswers({
    calls: { openTicket, answerTicket },
    session: who,
    lead,
    tell: (message) => told.push(message),
    returnsTo: () => returnsTo,
    now: () => Date.now(),
  });
  return { who, told, openTicket, answerTicket, lead, hear };
}

test('what was answered natively is joined without a tap, and then said to be taken', async () => {
  const page = openPage();
  page.hear(answered);
  expect(page.told).toEqual([]);
  await settled();
  expect(page.answerTicket.mock.calls).toEqual([
    ['i', 't', 'alice@x', { video: true, from: alice }],
  ]);
  expect(page.lead.toCall).not.toHaveBeenCalled();
  expect(page.lead.joined).toHaveBeenCalledWith('i');
  expect(page.told).toEqual([{ kind: 'answer_taken', invitation: 'i' }]);
});

test('an audio call is joined without the camera', async () => {
  const page = openPage();
  page.hear({ ...answered, call_type: 'audio' });
  await settled();
  expect(page.answerTicket.mock.calls[0]).toEqual([
    'i',
    't',
    'alice@x',
    { video: false, from: alice },
  ]);
});

test('told again, before or after it was joined, it is not joined again', async () => {
  const page = openPage();
  page.hear(answered);
  page.hear(answered);
  await settled();
  page.hear(answered);
  await settled();
  expect(page.answerTicket).toHaveBeenCalledOnce();
  expect(page.told).toEqual([
    { kind: 'answer_taken', invitation: 'i' },
    { kind: 'answer_taken', invitation: 'i' },
  ]);
});

test('a page that was loaded anew in this call goes back to it by itself', async () => {
  const page = openPage({ returnsTo: true });
  page.hear(answered);
  await settled();
  expect(page.openTicket).not.toHaveBeenCalled();
  expect(page.told).toEqual([{ kind: 'answer_taken', invitation: 'i' }]);
});

test('nobody needs to be signed in; the page of the call shows that it is being joined', async () => {
  const page = openPage({ session: nobody, showsCalls: false });
  page.hear(answered);
  await settled();
  expect(page.lead.toCall.mock.calls).toEqual([[asked, 'joining']]);
  expect(page.answerTicket).toHaveBeenCalledOnce();
});

test('nothing is joined before it is known who is signed in', async () => {
  const page = openPage({ session: { status: 'unknown' } });
  page.hear(answered);
  await settled();
  page.who.set({ status: 'unreachable' });
  await settled();
  expect(page.answerTicket).not.toHaveBeenCalled();
  page.who.set(bob);
  await settled();
  expect(page.answerTicket).toHaveBeenCalledOnce();
});

test('where it does not become known who is signed in, a tap is asked for in the end', async () => {
  const page = openPage({ session: { status: 'unreachable' } });
  page.hear(answered);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(page.answerTicket).not.toHaveBeenCalled();
  expect(page.lead.toCall.mock.calls).toEqual([[asked, 'asked']]);
  expect(page.told).toEqual([{ kind: 'answer_taken', invitation: 'i' }]);
  page.who.set(bob);
  await settled();
  expect(page.answerTicket).not.toHaveBeenCalled();
});

test('where another account is signed in the page says so, and only a tap joins', async () => {
  const page = openPage({ says: [rings('carol@x')] });
  page.hear(answered);
  page.hear(answered);
  await vi.advanceTimersByTimeAsync(120_000);
  page.hear(answered);
  await settled();
  expect(page.answerTicket).not.toHaveBeenCalled();
  expect(page.lead.toCall.mock.calls).toEqual([[asked, 'asked']]);
  expect(page.told).toContainEqual({ kind: 'answer_taken', invitation: 'i' });
});

test('a call that is over is not joined: its page says how it ended', async () => {
  const page = openPage({ says: [{ state: 'over', reason: 'cancelled' }] });
  page.hear(answered);
  await settled();
  expect(page.answerTicket).not.toHaveBeenCalled();
  expect(page.lead.toCall.mock.calls).toEqual([[asked, 'asked']]);
  expect(page.told).toEqual([{ kind: 'answer_taken', invitation: 'i' }]);
});

test('a ticket that is refused leads to the page that says why', async () => {
  const page = openPage({ answers: [refused] });
  page.hear(answered);
  await settled();
  expect(page.answerTicket).toHaveBeenCalledOnce();
  expect(page.lead.joined).not.toHaveBeenCalled();
  expect(page.lead.toCall.mock.calls).toEqual([[asked, 'asked']]);
});

test('while nobody answers its page says so, it is tried on, and nothing is taken', async () => {
  const away = { state: 'unreachable' } as const;
  const page = openPage({ says: [away, away, rings('bob@x')] });
  page.hear(answered);
  await settled();
  expect(page.told).toEqual([]);
  expect(page.lead.toCall.mock.calls).toEqual([[asked, 'unreachable']]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(page.lead.toCall).toHaveBeenCalledOnce();
  expect(page.told).toEqual([{ kind: 'answer_taken', invitation: 'i' }]);
});

test('an answer whose own answer got lost is given again, though the server says that it no longer rings', async () => {
  const page = openPage({
    says: [rings('bob@x'), { state: 'over', reason: 'ended' }],
    answers: [network, { ok: true }],
  });
  page.hear(answered);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(page.answerTicket).toHaveBeenCalledTimes(2);
  expect(page.lead.joined).toHaveBeenCalledWith('i');
});

test('after the longest ring it is no longer tried: the page says that the server does not answer', async () => {
  const page = openPage({ says: [{ state: 'unreachable' }] });
  page.hear(answered);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(page.lead.toCall.mock.calls.at(-1)).toEqual([asked, 'asked']);
  const tries = page.openTicket.mock.calls.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(page.openTicket).toHaveBeenCalledTimes(tries);
});
