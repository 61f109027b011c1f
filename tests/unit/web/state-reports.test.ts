import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError, type ApiProblem } from '@/lib/web/api';
import {
  createStateReports,
  flowingEvery,
  gatherFor,
  type Report,
} from '@/lib/web/call/state-reports';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function start() {
  const sent: Report[] = [];
  let failures = 0;
  let problem: ApiProblem = { kind: 'network' };
  let audio = true;
  let flowing: readonly string[] | null = null;
  const reports = createStateReports({
    send: (report) => {
      if (failures > 0) {
        failures -= 1;
        return Promise.reject(new ApiError(problem));
      }
      sent.push(report);
      return Promise.resolve();
    },
    state: () => ({ audio }),
    flowing: () => flowing,
  });
  return {
    reports,
    sent,
    fail: (times: number, how: ApiProblem = problem): void => {
      failures = times;
      problem = how;
    },
    setAudio: (on: boolean) => (audio = on),
    setFlowing: (from: readonly string[] | null) => (flowing = from),
  };
}

test('a state is told once, and again when it is another', async () => {
  const { reports, sent, setAudio } = start();
  reports.look();
  reports.look();
  await vi.advanceTimersByTimeAsync(gatherFor);
  expect(sent).toEqual([{ audio: true }]);
  setAudio(false);
  reports.look();
  await vi.advanceTimersByTimeAsync(gatherFor);
  expect(sent).toEqual([{ audio: true }, { audio: false }]);
  reports.stop();
});

test('without an answer the newest state is told until somebody hears it', async () => {
  const { reports, sent, fail, setAudio } = start();
  fail(2);
  reports.look();
  await vi.advanceTimersByTimeAsync(gatherFor);
  setAudio(false);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent).toEqual([{ audio: false }]);
  reports.stop();
});

const refusal = (status: number, retryAfter?: number): ApiProblem => ({
  kind: 'refused',
  status,
  reason: status === 403 ? 'forbidden' : 'failed',
  text: '',
  ...(retryAfter !== undefined && { retryAfter }),
});

test.each([429, 500, 503])('what is refused in passing (%d) is told again', async (status) => {
  const { reports, sent, fail } = start();
  fail(3, refusal(status));
  reports.look();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent).toEqual([{ audio: true }]);
  reports.stop();
});

test('it is told again no sooner than the server said', async () => {
  const { reports, sent, fail } = start();
  fail(1, refusal(503, 5));
  reports.look();
  await vi.advanceTimersByTimeAsync(gatherFor + 4_999);
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toEqual([{ audio: true }]);
  reports.stop();
});

test('what is refused for good is not told again before it is another', async () => {
  const { reports, sent, fail, setAudio } = start();
  fail(1, refusal(403));
  reports.look();
  await vi.advanceTimersByTimeAsync(60_000);
  reports.look();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual([]);
  setAudio(false);
  reports.look();
  await vi.advanceTimersByTimeAsync(gatherFor);
  expect(sent).toEqual([{ audio: false }]);
  reports.stop();
});

test('a state whose answer comes only after a claim tells nothing of what the server believes', async () => {
  const sent: Report[] = [];
  const answers: (() => void)[] = [];
  const reports = createStateReports({
    send: (report) => {
      sent.push(report);
      return report.screen === true
        ? Promise.reject(new ApiError({ kind: 'network' }))
        : new Promise<void>((resolve) => answers.push(resolve));
    },
    state: () => ({ screen: false }),
    flowing: () => null,
  });
  reports.look();
  await vi.advanceTimersByTimeAsync(gatherFor);
  await expect(reports.claim({ screen: true })).rejects.toThrow(ApiError);
  reports.look();
  answers.shift()?.();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([{ screen: false }, { screen: true }, { screen: false }]);
  answers.shift()?.();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toHaveLength(3);
  reports.stop();
});

test('while a stream is away it tells every five seconds from whom media flows', async () => {
  const { reports, sent, setFlowing } = start();
  await vi.advanceTimersByTimeAsync(3 * flowingEvery);
  expect(sent).toEqual([]);
  setFlowing(['a']);
  await vi.advanceTimersByTimeAsync(2 * flowingEvery);
  expect(sent).toEqual([{ flowing: ['a'] }, { flowing: ['a'] }]);
  setFlowing([]);
  await vi.advanceTimersByTimeAsync(2 * flowingEvery);
  expect(sent.length).toBe(2);
  reports.stop();
});
