import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { spaced } from '@/lib/web/call/spaced';

const page = { visibilityState: 'visible' };

beforeEach(() => {
  vi.useFakeTimers();
  page.visibilityState = 'visible';
  vi.stubGlobal('document', page);
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 16));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('many wishes are one act in the next frame, and the next comes after a rest', () => {
  const act = vi.fn();
  const draw = spaced(act, () => 24);
  for (let wish = 0; wish < 5; wish += 1) draw.soon();
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(40);
  expect(act).toHaveBeenCalledTimes(1);
  draw.soon();
  vi.advanceTimersByTime(79);
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(17);
  expect(act).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1_000);
  expect(act).toHaveBeenCalledTimes(2);
});

test('what must be done now is done now, and not once more', () => {
  const act = vi.fn();
  const draw = spaced(act, () => 24);
  draw.soon();
  draw.now();
  vi.advanceTimersByTime(1_000);
  expect(act).toHaveBeenCalledTimes(1);
});

test('a wish from within the act is heard', () => {
  let again = true;
  const draw = spaced(
    () => {
      if (again) draw.soon();
      again = false;
    },
    () => 24,
  );
  const act = vi.fn();
  const other = spaced(act, () => 24);
  draw.now();
  vi.advanceTimersByTime(96);
  expect(again).toBe(false);
  other.soon();
  vi.advanceTimersByTime(40);
  expect(act).toHaveBeenCalledTimes(1);
});

test('a page that is hidden waits for no frame, nor one that is hidden meanwhile', () => {
  const act = vi.fn();
  const draw = spaced(act, () => 24);
  vi.stubGlobal('requestAnimationFrame', () => 0);
  draw.soon();
  page.visibilityState = 'hidden';
  vi.advanceTimersByTime(124);
  expect(act).toHaveBeenCalledTimes(1);
  draw.soon();
  expect(act).toHaveBeenCalledTimes(2);
});

test('a change that may wait less brings the drawing forward', () => {
  const act = vi.fn();
  let patience = 150;
  const draw = spaced(act, () => patience);
  draw.soon();
  vi.advanceTimersByTime(20);
  patience = 24;
  draw.soon();
  vi.advanceTimersByTime(39);
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  expect(act).toHaveBeenCalledTimes(1);
});
