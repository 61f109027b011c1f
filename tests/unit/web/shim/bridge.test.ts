import { expect, test, vi } from 'vitest';
import { openBridge, readFromShim } from '@/lib/web/shim/bridge';
import { shimPort, tellShim } from '@/lib/web/shim/presence';
import { fakeShim } from './fake-shim';

test('there is a bridge only where a web view gave the page one', () => {
  expect(shimPort({})).toBeNull();
  expect(shimPort({ webkit: { messageHandlers: {} } })).toBeNull();
  expect(shimPort({ webkit: { messageHandlers: { ringway: {} } } })).toBeNull();
  expect(shimPort(fakeShim().page)).not.toBeNull();
});

test('what the page tells goes out in the envelope, as JSON text', () => {
  const shim = fakeShim();
  tellShim({ kind: 'open_settings' });
  vi.stubGlobal('webkit', shim.page.webkit);
  tellShim({ kind: 'missed', count: 2 });
  vi.unstubAllGlobals();
  expect(shim.heard).toEqual([{ ringway: 1, kind: 'missed', count: 2 }]);
});

test.each([
  ['{', 'not JSON'],
  [7, 'not JSON'],
  [undefined, 'not JSON'],
  ['null', 'unknown version'],
  ['{"ringway":2,"kind":"system_rings","invitation":"i"}', 'unknown version'],
  ['{"kind":"system_rings","invitation":"i"}', 'unknown version'],
  ['{"ringway":1,"kind":"explode"}', 'unknown kind'],
  ['{"ringway":1}', 'unknown kind'],
  ['{"ringway":1,"kind":"system_rings"}', 'malformed'],
  ['{"ringway":1,"kind":"answered","invitation":"i","ticket":5}', 'malformed'],
] as const)('%j is dropped: %s', (text, problem) => {
  expect(readFromShim(text)).toEqual({ ok: false, problem });
});

test('what was understood is heard; of what was not, the kind of problem alone is noted', () => {
  const shim = fakeShim();
  const hear = vi.fn();
  const note = vi.fn();
  openBridge({ page: shim.page, hear, note });
  shim.say({ kind: 'voip_token', token: 'aa' });
  shim.sayRaw('{"ringway":1,"kind":"answered","ticket":"a secret"}');
  expect(hear.mock.calls).toEqual([[{ ringway: 1, kind: 'voip_token', token: 'aa' }]]);
  expect(note.mock.calls).toEqual([['malformed']]);
});
