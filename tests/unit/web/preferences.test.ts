import { expect, test } from 'vitest';
import { createPreferences, readPreferences } from '@/lib/web/preferences';
import { readChoice, sortDevices } from '@/lib/web/media/devices';
import { memoryShelf } from './memory-shelf';

test('what was set is there again in the next page', () => {
  const shelf = memoryShelf();
  createPreferences(shelf).change({ theme: 'dark', keys: false });
  const next = createPreferences(shelf);
  expect(next.state.get()).toEqual({ theme: 'system', ringtone: 'aurora', keys: true });
  next.load();
  expect(next.state.get()).toEqual({ theme: 'dark', ringtone: 'aurora', keys: false });
});

test('a part that is not understood falls back alone', () => {
  const text = JSON.stringify({ theme: 'dark', ringtone: 'gone', keys: 'yes' });
  expect(readPreferences(text)).toEqual({ theme: 'dark', ringtone: 'aurora', keys: true });
  expect(readPreferences('{')).toBeNull();
});

test('devices are sorted by kind, the nameless ones before permission left out', () => {
  const device = (kind: MediaDeviceKind, deviceId: string) => ({ kind, deviceId, label: 'L' });
  const sorted = sortDevices([
    device('audioinput', 'm'),
    device('videoinput', ''),
    device('audiooutput', 's'),
  ]);
  expect(sorted).toEqual({
    microphones: [{ id: 'm', label: 'L' }],
    cameras: [],
    // One can still be switched on: the browser asks for it then.
    hasCamera: true,
    speakers: [{ id: 's', label: 'L' }],
  });
});

test('a choice of devices survives, and what is no choice is none', () => {
  expect(readChoice('{"microphone":"m"}')).toEqual({
    microphone: 'm',
    camera: null,
    speaker: null,
    noiseSuppression: true,
    blur: { on: false, howeverSlow: false },
  });
  expect(readChoice('{"noiseSuppression":false}').noiseSuppression).toBe(false);
  expect(readChoice('nonsense')).toEqual({
    microphone: null,
    camera: null,
    speaker: null,
    noiseSuppression: true,
    blur: { on: false, howeverSlow: false },
  });
});
