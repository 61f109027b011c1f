import * as z from 'zod/mini';
import { api } from './api';
import { thisBrowser, type Browser } from './browser';
import type { InstallationClient } from './install';
import type { MediaDevicesWatch } from './media/devices';
import { hasWebRtc } from './media/webrtc';
import {
  watchReadiness,
  type PushState,
  type Readiness,
  type ReadinessFacts,
  type ReadinessReasonId,
} from './readiness';
import { howFor } from './readiness-how';
import { shimPort, tellShim } from './shim/presence';
import type { ShimStores } from './shim/stores';
import type { SignedInStores } from './signed-in';
import type { PageSounds } from './sounds';
import type { Store } from './store';

/** What the readiness of a page looks at and repairs. */
interface PageReadinessParts {
  readonly stores: SignedInStores;
  readonly devices: MediaDevicesWatch;
  readonly sounds: PageSounds;
  readonly installation: InstallationClient;
  readonly shim: ShimStores;
  /** Subscribes to web push anew, where the person allowed notifications. */
  readonly connectPush: () => Promise<void>;
}

/** The readiness of this page; it looks at the browser only once it is started. */
export function createPageReadiness(parts: PageReadinessParts): {
  readonly state: Store<Readiness>;
  readonly start: () => void;
} {
  const { stores, devices, sounds, installation, shim } = parts;
  let browser: Browser | null = null;
  const facts = (): ReadinessFacts => ({
    secureContext: isSecureContext,
    inAppBrowser: browser?.inApp ?? false,
    carriesCalls: hasWebRtc(),
    connection: stores.connection.get(),
    deviceRings: stores.deviceRings.get(),
    soundUnlocked: sounds.unlocked.get(),
    microphone: devices.state.get().permissions.microphone,
    notifications: 'Notification' in globalThis ? Notification.permission : 'unsupported',
    push: pushHere(stores.push.get(), browser),
    installation: installation.state.get(),
    otherTabRings: stores.otherTabRings.get(),
    app: shim.ringing.get(),
  });
  const refresh = (): void => readiness.refresh();
  const readiness = watchReadiness(
    [
      stores.connection,
      stores.deviceRings,
      stores.otherTabRings,
      stores.push,
      sounds.unlocked,
      devices.state,
      installation.state,
      shim.ringing,
    ],
    facts,
    repairsOf(parts, refresh),
    (id, known) => (browser === null ? null : howFor(id, known, browser)),
  );
  return {
    state: readiness,
    start() {
      browser = thisBrowser();
      refresh();
      document.addEventListener('visibilitychange', refresh);
    },
  };
}

/** A browser on iOS has web push once it is an app on the home screen. */
function pushHere(push: PushState, browser: Browser | null): PushState {
  const isPage = browser?.system === 'ios' && !browser.installed && !browser.inApp;
  return push === 'unsupported' && isPage ? 'needs_install' : push;
}

function repairsOf(
  { stores, devices, sounds, installation, shim, connectPush }: PageReadinessParts,
  refresh: () => void,
): Partial<Record<ReadinessReasonId, () => Promise<void>>> {
  const allowNotifications = async (): Promise<void> => {
    const permission = await Notification.requestPermission();
    refresh();
    if (permission === 'granted') await connectPush();
  };
  const registerApp = (): Promise<void> => {
    shim.retries.update((count) => count + 1);
    return Promise.resolve();
  };
  const openSettings = (): Promise<void> => {
    tellShim({ kind: 'open_settings' });
    return Promise.resolve();
  };
  // Browsers that forget a refusal ask anew; the others leave it to their settings, as the words say.
  const askMicrophone = async (): Promise<void> => {
    await devices.request({ microphone: true, camera: false });
  };
  return {
    microphone_denied: shimPort() === null ? askMicrophone : openSettings,
    app_no_token: registerApp,
    app_refused: registerApp,
    app_failing: registerApp,
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
    notifications_off: allowNotifications,
    // The settings may have changed behind the page.
    notifications_denied: allowNotifications,
    push_lost: connectPush,
    installable: async () => {
      await installation.install();
    },
  };
}
