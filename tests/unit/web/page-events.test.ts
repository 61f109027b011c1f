import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followPage } from '@/lib/web/call/page-events';
import { noBlur } from './fake-blur';
import { createCapture } from '@/lib/web/media/capture';
import { createMediaDevices } from '@/lib/web/media/devices';
import { createStore } from '@/lib/web/store';
import { stubTracks } from './fake-tracks';
import { memoryShelf } from './memory-shelf';

const page = new EventTarget();
const connection = Object.assign(new EventTarget(), { type: 'wifi' });

beforeEach(() => {
  stubTracks();
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  vi.stubGlobal('navigator', { connection });
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
});
afterEach(() => void vi.unstubAllGlobals());

test('a network again, or another one, looks for new paths at once; a new estimate of the same does not', () => {
  const onNetwork = vi.fn();
  const nothing = () => undefined;
  const devices = createMediaDevices(memoryShelf());
  followPage({
    capture: createCapture({ source: undefined, devices, blur: noBlur, facesBothWays: false }),
    playback: {
      blocked: createStore(false),
      play: nothing,
      resume: nothing,
      setSpeaker: nothing,
    },
    devices,
    onChange: nothing,
    onTracks: nothing,
    onVisible: nothing,
    onNetwork,
    onLeaving: nothing,
  });
  page.dispatchEvent(new Event('online'));
  expect(onNetwork).toHaveBeenCalledTimes(1);
  connection.dispatchEvent(new Event('change'));
  expect(onNetwork).toHaveBeenCalledTimes(1);
  connection.type = 'cellular';
  connection.dispatchEvent(new Event('change'));
  expect(onNetwork).toHaveBeenCalledTimes(2);
});
