import type { Browser } from './browser';
import type { Installation } from './readiness';
import { createStore, type Store } from './store';

/** Putting this page on the device as an app. */
export interface InstallationClient {
  readonly state: Store<Installation>;
  /** Opens the browser's own question; inside a tap. True once the person said yes. */
  readonly install: () => Promise<boolean>;
}

/** What Chromium hands out when a page can be installed; no other browser does. */
interface InstallPrompt extends Event {
  readonly prompt: () => Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

/** Follows whether this page is, or could be, an installed app; `watch` begins it, as early as can be. */
export function createInstallation(
  browser: () => Browser,
): InstallationClient & { readonly watch: () => void } {
  const state = createStore<Installation>('impossible');
  let question: InstallPrompt | null = null;
  return {
    state,
    watch() {
      state.set(installationOf(browser()));
      addEventListener('beforeinstallprompt', (event) => {
        if (!isInstallPrompt(event)) return;
        // The page says so itself, where it helps; not the browser, whenever it likes.
        event.preventDefault();
        question = event;
        if (state.get() !== 'installed') state.set('offered');
      });
      addEventListener('appinstalled', () => {
        question = null;
        state.set('installed');
      });
    },
    async install() {
      if (question === null) return false;
      const asked = question;
      const { outcome } = await asked.prompt();
      // A question is asked once; the browser hands out another one when it sees fit.
      if (question === asked) question = null;
      if (state.get() === 'offered') state.set('impossible');
      return outcome === 'accepted';
    },
  };
}

/** What is known of a browser before it offers anything. */
export function installationOf({
  installed,
  inApp,
  system,
  family,
}: Pick<Browser, 'installed' | 'inApp' | 'system' | 'family'>): Installation {
  if (installed) return 'installed';
  if (inApp) return 'impossible';
  if (system === 'ios') return 'by_hand';
  if (system === 'macos' && family === 'safari') return 'by_hand';
  return system === 'android' && family === 'firefox' ? 'by_hand' : 'impossible';
}

function isInstallPrompt(event: Event): event is InstallPrompt {
  return 'prompt' in event && typeof event.prompt === 'function';
}
