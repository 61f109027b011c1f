import { expect, test } from 'vitest';
import { decideSpeech, NARROW_LINE, VIDEO_FLOOR } from '@/lib/call/video-profile';

const between = (NARROW_LINE.below + NARROW_LINE.until) / 2;

test('a line is narrow for speech when little is left beside the picture, and wide when there is clearly more', () => {
  expect(decideSpeech('wide', NARROW_LINE.below - 1, 'sent')).toBe('narrow');
  expect(decideSpeech('narrow', NARROW_LINE.until + 1, 'sent')).toBe('wide');
});

test('in between it stays as it was', () => {
  expect(decideSpeech('wide', between, 'sent')).toBe('wide');
  expect(decideSpeech('narrow', between, 'sent')).toBe('narrow');
});

test('a call without a picture gives speech the whole line, one whose picture had to rest does not', () => {
  expect(decideSpeech('narrow', VIDEO_FLOOR - 1, 'none')).toBe('wide');
  expect(decideSpeech('wide', NARROW_LINE.until + 1, 'paused')).toBe('narrow');
});
