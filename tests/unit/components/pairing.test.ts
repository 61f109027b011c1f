import { describe, expect, it } from 'vitest';

import { isPushedByGoogle, partsOf, systemOf } from '@/components/settings/device-parts';
import { joinProblem } from '@/components/settings/join-problem';
import { groupCode, readCode } from '@/components/settings/pairing-code';
import { offeredPartner, pairSign } from '@/components/settings/pairing-offer';
import type { DeviceEntry } from '@/lib/platform/own';
import { ApiError } from '@/lib/web/api';

const now = Date.parse('2026-03-02T12:00:00Z');

function device(id: string, change: Partial<DeviceEntry> = {}): DeviceEntry {
  return {
    id,
    kind: 'web',
    name: 'Safari, iOS',
    ring: true,
    connected: true,
    reachable: true,
    current: false,
    registered: '2026-03-01T12:00:00Z',
    last_seen: '2026-03-02T11:00:00Z',
    app_key: null,
    channels: [],
    ...change,
  };
}

describe('a pairing code', () => {
  it.each([
    ['1234 5678', '12345678'],
    [' 1234-5678 ', '12345678'],
    ['１２３４５６７８', '12345678'],
    ['https://calls.example.com/settings#pair=12345678', '12345678'],
    ['', ''],
  ])('%j is read as %j', (typed, code) => {
    expect(readCode(typed)).toBe(code);
  });

  it.each([
    ['12345678', ['1234', '5678']],
    ['123456', ['123', '456']],
    ['', []],
  ])('%j is shown in groups', (code, groups) => {
    expect(groupCode(code)).toEqual(groups);
  });
});

describe('the offer to pair', () => {
  const own = device('own', { current: true });

  it('names the other part of the same system', () => {
    const app = device('app', { kind: 'ios', name: 'Alice’s iPhone' });
    expect(offeredPartner([own, app, device('pc', { name: 'Chrome, Windows' })], now, [])).toBe(
      app,
    );
  });

  it('prefers who was seen last', () => {
    const older = device('older', { last_seen: '2026-03-01T11:00:00Z' });
    const newer = device('newer');
    expect(offeredPartner([older, newer, own], now, [])).toBe(newer);
  });

  it.each([
    ['is told apart', device('other'), [pairSign('other', 'own')]],
    ['does not ring', device('other', { ring: false }), []],
    ['was not seen for weeks', device('other', { last_seen: '2026-02-01T11:00:00Z' }), []],
    ['is an outside client', device('other', { kind: 'outside' }), []],
    ['has another system', device('other', { name: 'Chrome, Windows' }), []],
  ])('leaves out who %s', (_why, other, toldApart) => {
    expect(offeredPartner([own, other], now, toldApart)).toBeNull();
  });

  it('is not made where this device has a name of its own', () => {
    const named = device('own', { current: true, name: 'Work' });
    expect(offeredPartner([named, device('other')], now, [])).toBeNull();
  });
});

describe('a device', () => {
  const channels: DeviceEntry['channels'] = [
    { id: 'stream-a', kind: 'stream', rings: true, part: 'a', name: 'Chrome, Android' },
    { id: 'web-a', kind: 'web', rings: true, part: 'a', name: 'Chrome, Android' },
    { id: 'push-b', kind: 'jpush', rings: false, part: 'b', name: 'Phone' },
  ];

  it('has each part once, with its channels', () => {
    const parts = partsOf({ channels });
    expect(parts.map((part) => [part.name, part.channels.map(({ id }) => id)])).toEqual([
      ['Chrome, Android', ['stream-a', 'web-a']],
      ['Phone', ['push-b']],
    ]);
  });

  it('shows its system by what its parts are called, too', () => {
    expect(systemOf(device('own', { name: 'Work', channels }))).toBe('Android');
  });

  it.each([
    [['Chrome, Android'], true],
    [['Edge, Windows'], true],
    [['Chrome, iOS'], false],
    [['Safari, macOS'], false],
    [['Firefox, Linux'], false],
  ])('%j is pushed by Google: %s', (names, google) => {
    expect(isPushedByGoogle(names)).toBe(google);
  });
});

describe('a refusal to join', () => {
  const refused = (reason: 'forbidden' | 'ended' | 'bad_request' | 'not_found' | 'too_many') =>
    new ApiError({ kind: 'refused', status: 403, reason, text: '' });

  it('counts what is left of the five tries', () => {
    const left = [0, 1, 2, 3].map((wrong) => joinProblem(refused('forbidden'), wrong));
    expect(left).toEqual([4, 3, 2, 1].map((tries) => ({ kind: 'wrong', left: tries })));
    expect(joinProblem(refused('ended'), 4)).toEqual({ kind: 'void' });
  });

  it.each([
    ['ended', 'expired'],
    ['bad_request', 'own'],
    ['not_found', 'unregistered'],
    ['too_many', 'slow'],
  ] as const)('%s means %s', (reason, kind) => {
    expect(joinProblem(refused(reason), 0)).toEqual({ kind });
  });

  it('knows a server that did not answer', () => {
    expect(joinProblem(new Error('cut off'), 0)).toEqual({ kind: 'network' });
  });
});
