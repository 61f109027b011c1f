import * as z from 'zod/mini';
import { api } from './api';
import { thisBrowser } from './browser';
import type { MediaDevicesWatch } from './media/devices';
import { watchReadiness, type Readiness, type ReadinessFacts } from './readiness';
import type { SignedInStores } from './signed-in';
import type { PageSounds } from './sounds';
import type { Store } from './store';

/** The readiness of this page; it looks at the browser only once it is started. */
export function createPageReadiness(parts: {
  readonly stores: SignedInStores;
  readonly devices: MediaDevicesWatch;
  readonly sounds: PageSounds;
}): { readonly state: Store<Readiness>; readonly start: () => void } {
  const { stores, devices, sounds } = parts;
  let inAppBrowser = false;
  const facts = (): ReadinessFacts => ({
    secureContext: isSecureContext,
    inAppBrowser,
    connection: stores.connection.get(),
    deviceRings: stores.deviceRings.get(),
    soundUnlocked: sounds.unlocked.get(),
    microphone: devices.state.get().permissions.microphone,
    notifications: 'Notification' in globalThis ? Notification.permission : 'unsupported',
    otherTabRings: stores.otherTabRings.get(),
  });
  const readiness = watchReadiness(
    [stores.connection, stores.deviceRings, stores.otherTabRings, sounds.unlocked, devices.state],
    facts,
    {
      sound_blocked: () => sounds.unlock(),
      device_switched_off: async () => {
        const device = stores.device.get();
        if (device === null) return;
        await api.patch(`/api/my/devices/${encodeURIComponent(device)}`, {
          body: { ring: true },
          schema: z.unknown(),
        });
        stores.deviceRings.set(true);
      },
      notifications_off: async () => {
        await Notification.requestPermission();
        readiness.refresh();
      },
    },
  );
  return {
    state: readiness,
    start() {
      inAppBrowser = thisBrowser().inApp;
      readiness.refresh();
      document.addEventListener('visibilitychange', readiness.refresh);
    },
  };
}
