import { languages } from '@/lib/platform/languages';
import type { Config, Language, MySession } from '@/lib/platform/own';
import { api } from './api';
import type { CallStores } from './call/lazy-calls';
import { writeKept } from './offline/database';
import { keptMark } from './offline/mark';
import { languagePiece, sessionPiece } from './offline/pieces';
import type { PushState } from './readiness';
import { session } from './session';
import { profileShelf } from './storage';
import type { Store, WritableStore } from './store';
import { followUpdates, holdWhileBusy, type UpdateState } from './update';
import { createWebPush, type WebPush } from './web-push';
import { linkWorker } from './worker-link';

/** What a signed-in page does beside its calls, once it stands: worker, versions, push, what is kept. */
export interface Background {
  /** Subscribes to web push anew; inside a tap. */
  readonly connectPush: () => Promise<void>;
  /** The server says that its push service knows this device no more. */
  readonly pushWasLost: () => void;
  readonly applyUpdate: () => void;
}

/** The stores of the page that it looks at and fills. */
export interface BackgroundStores {
  readonly calls: CallStores;
  readonly device: Store<string | null>;
  readonly config: Store<Config | null>;
  readonly push: WritableStore<PushState>;
  readonly update: WritableStore<UpdateState>;
}

/** How often a page looks for a new version, ms: by itself, and at most when it is looked at. */
const updateEvery = { hour: 3_600_000, minute: 60_000 } as const;

/** Begins all of it; once a page. */
export async function startBackground(stores: BackgroundStores): Promise<Background> {
  keepSession();
  const locks = 'locks' in navigator ? navigator.locks : undefined;
  const isBusy = (): boolean => inCall(stores) || stores.calls.ringing.get().length > 0;
  holdWhileBusy(locks, [stores.calls.calls, stores.calls.ringing], isBusy);
  const registration = await registerWorker();
  const push = startPush(stores, registration);
  const background = {
    connectPush: () => push.connect(),
    pushWasLost: () => void push.connect(),
    applyUpdate: () => undefined,
  };
  if (registration === null) return background;
  const updates = followUpdates({
    workers: navigator.serviceWorker,
    registration,
    locks,
    build: process.env.RINGWAY_BUILD ?? '',
    reload: () => location.reload(),
  });
  const copy = (): void => stores.update.set(updates.state.get());
  updates.state.subscribe(copy);
  copy();
  lookForVersions(registration);
  linkWorker({
    workers: navigator.serviceWorker,
    registration,
    ringing: stores.calls.ringing,
    inCall: () => inCall(stores),
    onPushChanged: () => void push.refresh(),
    go,
  });
  followLaunches((url) => {
    if (!inCall(stores)) go(url);
  });
  return { ...background, applyUpdate: updates.apply };
}

function go(url: string): void {
  // A step within this page keeps it; anything else loads it anew.
  location.assign(url);
}

/**
 * A shortcut of the app's icon, or a link that the system gives to the installed app, comes to the window that
 * is open (manifest, `launch_handler`), which shows it unless that would end a call.
 */
function followLaunches(lead: (url: string) => void): void {
  if (!hasLaunchQueue(window)) return;
  window.launchQueue.setConsumer(({ targetURL }) => {
    if (targetURL && targetURL !== location.href) lead(targetURL);
  });
}

/** What Chromium gives an installed app (Web App Launch Handler API). */
interface WithLaunchQueue {
  readonly launchQueue: {
    readonly setConsumer: (hear: (launch: { readonly targetURL?: string }) => void) => void;
  };
}

function hasLaunchQueue(page: Window): page is Window & WithLaunchQueue {
  return 'launchQueue' in page;
}

function inCall({ calls }: BackgroundStores): boolean {
  return calls.calls.get().some(({ phase }) => phase.phase !== 'ended');
}

/** The finished product has a worker; in development it would stand between a change and the page. */
async function registerWorker(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  if (process.env.NODE_ENV !== 'production') {
    for (const old of await navigator.serviceWorker.getRegistrations()) await old.unregister();
    return null;
  }
  try {
    await navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' });
    return await navigator.serviceWorker.ready;
  } catch {
    // A private window may have none: the page works without.
    return null;
  }
}

function startPush(
  { device, config, push: state }: BackgroundStores,
  registration: ServiceWorkerRegistration | null,
): WebPush {
  const push = createWebPush({
    api,
    state,
    device,
    config,
    manager:
      registration !== null && 'pushManager' in registration ? registration.pushManager : undefined,
    permission: () => ('Notification' in globalThis ? Notification.permission : 'unsupported'),
    language: pageLanguage,
  });
  const refresh = (): void => void push.refresh();
  // Also when nobody is signed in any more: then there is no device.
  device.subscribe(refresh);
  config.subscribe(refresh);
  void followPermission(refresh);
  refresh();
  return push;
}

/** A permission changes also behind the page: in the browser's own settings. */
async function followPermission(refresh: () => void): Promise<void> {
  try {
    const status = await navigator.permissions.query({ name: 'notifications' });
    status.addEventListener('change', refresh);
  } catch {
    // Where it cannot be watched, the next start sees it.
  }
}

function lookForVersions(registration: ServiceWorkerRegistration): void {
  let looked = Date.now();
  const look = (): void => {
    looked = Date.now();
    registration.update().catch(() => undefined);
  };
  setInterval(look, updateEvery.hour);
  document.addEventListener('visibilitychange', () => {
    const long = Date.now() - looked > updateEvery.minute;
    if (document.visibilityState === 'visible' && long) look();
  });
}

/** Keeps who is signed in, for a start without the server. */
function keepSession(): void {
  let kept: MySession | null = null;
  const keep = (): void => {
    const state = session.get();
    if (state.status !== 'signed-in' || state.me === kept) return;
    kept = state.me;
    profileShelf.write(keptMark, 'true');
    void writeKept(sessionPiece, state.me);
    void writeKept(languagePiece, pageLanguage());
  };
  session.subscribe(keep);
  keep();
}

function pageLanguage(): Language {
  const shown = document.documentElement.lang.split('-')[0];
  return languages.find((language) => language === shown) ?? 'en';
}
