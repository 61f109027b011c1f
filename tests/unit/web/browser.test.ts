import { expect, test } from 'vitest';
import { losesCaptureWhenHidden, recogniseBrowser } from '@/lib/web/browser';

const traits = (userAgent: string, touchPoints = 0, standalone = false) =>
  recogniseBrowser({ userAgent, touchPoints, standalone });

const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1';
const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15';
const linux =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';

test('browsers are known by their names', () => {
  expect(traits(iPhone).name).toBe('Safari, iOS');
  expect(traits(mac).name).toBe('Safari, macOS');
  expect(traits(linux).name).toBe('Chrome, Linux');
  expect(traits(`${linux} Edg/130.0`).name).toBe('Edge, Linux');
  expect(traits('Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0').name).toBe(
    'Firefox, Windows',
  );
});

test('an iPad that calls itself a Mac is an iPad', () => {
  expect(traits(mac, 5).system).toBe('ios');
});

test('a page inside WeChat says so', () => {
  expect(traits(`${iPhone} MicroMessenger/8.0.50`).inApp).toBe(true);
  expect(traits(iPhone).inApp).toBe(false);
});

test('only the installed app on iOS loses its microphone in the background', () => {
  expect(losesCaptureWhenHidden(traits(iPhone, 5, true))).toBe(true);
  expect(losesCaptureWhenHidden(traits(iPhone, 5, false))).toBe(false);
  expect(losesCaptureWhenHidden(traits(linux, 0, true))).toBe(false);
});
