import type { MediaDevicesWatch } from '../media/devices';
import type { PageSounds } from '../sounds';
import { createStore } from '../store';
import type { CheckActions } from './media-check';
import type { MediaCheck, MediaCheckView } from './view';

/** A device check whose code comes when it is first used. */
export function createLazyCheck(devices: MediaDevicesWatch, sounds: PageSounds): MediaCheck {
  const state = createStore<MediaCheckView>({
    preview: null,
    cameraProblem: null,
    microphoneProblem: null,
    running: false,
    network: { state: 'idle' },
    tonePlaying: false,
  });
  const microphoneLevel = createStore(0);
  let actions: CheckActions | undefined;
  const loaded = async (): Promise<CheckActions> => {
    if (actions) return actions;
    const { createMediaCheck } = await import('./media-check');
    devices.watch();
    actions ??= createMediaCheck({ state, microphoneLevel, devices, audioContext: sounds.context });
    return actions;
  };
  return {
    state,
    microphoneLevel,
    async start() {
      // The level is read through the page's audio context, which a tap alone may open.
      const unlocking = sounds.unlock();
      const { start } = await loaded();
      await unlocking;
      await start();
    },
    stop: () => {
      actions?.stop();
    },
    playTestTone: async () => (await loaded()).playTestTone(),
    testNetwork: async () => (await loaded()).testNetwork(),
  };
}
