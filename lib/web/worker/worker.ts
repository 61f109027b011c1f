import { clientsClaim } from 'workbox-core';
import { addRoute, cleanupOutdatedCaches, matchPrecache, precache } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { StaleWhileRevalidate } from 'workbox-strategies';
import * as z from 'zod/mini';
import type { Language } from '@/lib/platform/own';
import { createApi, lastingRefusal, problemOf } from '../api';
import { postRejection, postRinging } from '../call/new-session';
import { readKept, writeKept } from '../offline/database';
import { languagePiece, missedPiece, pushPiece } from '../offline/pieces';
import { ask, toWorkerSchema, type ToPage } from './messages';
import { languageOf, networkFirst, pagePath, pagePatience, readLanguage } from './navigation';
import { notificationDataSchema } from './notification-data';
import { isMissed, type Shown } from './notifications';
import { showPush, textOfDeclared, type PushParts, type RingState } from './pushes';
import { renewSubscription } from './renewal';
import type { WindowPage, WorkerScope } from './scope';
import { followTap, type OpenPage } from './taps';

declare const self: WorkerScope;
/** The build that this worker belongs to: put in here by the build. */
declare const RINGWAY_BUILD: string;

const { registration, clients } = self;
const api = createApi((input, init) => fetch(input, init));

// --- Pages and their files -----------------------------------------------------------------------

precache(self.__WB_MANIFEST);
cleanupOutdatedCaches();
// Whoever is signed in for the first time has this worker at once; a new version waits to be asked.
clientsClaim();

// A worker that sleeps need not wake for what it passes on.
self.addEventListener('install', (event) => {
  const routed = event.addRoutes?.({ condition: { urlPattern: '/api/*' }, source: 'network' });
  routed?.catch(() => undefined);
});

registerRoute(
  ({ request, url, sameOrigin }) =>
    sameOrigin && request.mode === 'navigate' && !url.pathname.startsWith('/api/'),
  ({ request, url }) => answerNavigation(request, url),
);
addRoute({ cleanURLs: false, directoryIndex: '' });
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && /^\/(sounds|icons)\//.test(url.pathname),
  new StaleWhileRevalidate({ cacheName: 'ringway-files' }),
);

async function answerNavigation(request: Request, url: URL): Promise<Response> {
  const network = fetch(request);
  // Without a network it may fail before what is kept has been looked up.
  network.catch(() => undefined);
  const kept = await matchPrecache(pagePath(url.pathname, await pageLanguage()));
  return kept ? networkFirst(network, kept, pagePatience) : network;
}

/** The language of pages, as the server would choose it. */
async function pageLanguage(): Promise<Language> {
  const cookie = await self.cookieStore?.get('lang').catch(() => null);
  return (
    readLanguage(cookie?.value) ??
    (await readKept(languagePiece)) ??
    languageOf(self.navigator.languages)
  );
}

// --- Versions ------------------------------------------------------------------------------------

self.addEventListener('message', (event) => {
  const message = z.safeParse(toWorkerSchema, event.data);
  if (!message.success) return;
  switch (message.data.type) {
    case 'SKIP_WAITING':
      event.waitUntil(self.skipWaiting());
      return;
    case 'build':
      event.ports[0]?.postMessage(RINGWAY_BUILD);
  }
});

// --- Web push ------------------------------------------------------------------------------------

/** How long the server may take to say whether it still rings, and a page whether it shows it, ms. */
const patience = { server: 2_000, page: 400, shown: 1_500 } as const;

const parts: PushParts = {
  show,
  language: pageLanguage,
  now: () => Date.now(),
  async sayRinging(address, token) {
    return within(patience.server, { state: 'unanswered' }, askRinging(address, token));
  },
  async isSeen(invitation) {
    const visible = (await openPages()).filter((page) => page.visibilityState === 'visible');
    const answers = visible.map((page) =>
      ask(page, { type: 'rings', invitation }, { schema: z.boolean(), patience: patience.page }),
    );
    return (await Promise.all(answers)).includes(true);
  },
  async isOver(invitation) {
    const shown = await registration.getNotifications({ tag: invitation });
    return shown.some(({ data }) => {
      const known = z.safeParse(notificationDataSchema, data);
      return known.success && known.data.kind === 'over';
    });
  },
  async countMissed({ app_badge, notification: { data } }) {
    if (app_badge === undefined && !isMissed(data)) return;
    const count = app_badge ?? ((await readKept(missedPiece)) ?? 0) + 1;
    await writeKept(missedPiece, count);
    if ('setAppBadge' in self.navigator) await self.navigator.setAppBadge(count);
  },
};

self.addEventListener('push', (event) => {
  const { data, notification } = event;
  const text = data?.text() ?? (notification ? textOfDeclared(notification) : null);
  event.waitUntil(showPush(text, parts));
});

self.addEventListener('notificationclick', (event) => {
  const { notification, action } = event;
  notification.close();
  const data = z.safeParse(notificationDataSchema, notification.data);
  const known = data.success
    ? { ...data.data, navigate: data.data.navigate && hereOf(data.data.navigate) }
    : { kind: 'unknown' as const, invitation: null, navigate: '/', decline: null };
  event.waitUntil(
    followTap(
      { action, title: notification.title, data: known },
      {
        pages: async () => (await openPages()).map(openPageOf),
        openWindow: (url) => clients.openWindow(url),
        decline: (address, token) =>
          postRejection(api, address, token, undefined).then(
            () => true,
            // Refused for good means that it rings no more; else nobody heard.
            (error: unknown) => lastingRefusal(problemOf(error)) !== null,
          ),
        show,
        language: pageLanguage,
      },
    ),
  );
});

self.addEventListener('pushsubscriptionchange', (event) => {
  const renewal = renewSubscription(event.newSubscription, {
    api,
    manager: registration.pushManager,
    recall: () => readKept(pushPiece),
    keep: (facts) => writeKept(pushPiece, facts),
    tellPages: async () => {
      for (const page of await openPages()) {
        page.postMessage({ type: 'push_changed' } satisfies ToPage);
      }
    },
  });
  event.waitUntil(renewal);
});

async function askRinging(address: string, token: string): Promise<RingState> {
  try {
    const result = await postRinging(api, address, token, { answering: false });
    return result.state === 'ringing' ? { state: 'ringing' } : { state: 'over', result };
  } catch (error) {
    return lastingRefusal(problemOf(error)) === null
      ? { state: 'unanswered' }
      : { state: 'over', result: null };
  }
}

function show({ title, options }: Shown): Promise<void> {
  return registration.showNotification(title, options);
}

function openPages(): Promise<readonly WindowPage[]> {
  return clients.matchAll({ type: 'window', includeUncontrolled: true });
}

/** A place of ours at the origin that this worker serves: the server may have several (`ORIGIN_ALIASES`). */
function hereOf(url: string): string {
  const { pathname, search, hash } = new URL(url, self.location.origin);
  return self.location.origin + pathname + search + hash;
}

function openPageOf(page: WindowPage): OpenPage {
  return {
    focused: page.focused,
    visible: page.visibilityState === 'visible',
    focus: () => page.focus(),
    navigate: (url) => page.navigate(url),
    show: (message) => ask(page, message, { schema: z.boolean(), patience: patience.shown }),
  };
}

/** What a promise resolves to, or else what is said in its place after so many ms. */
function within<Value>(ms: number, otherwise: Value, promise: Promise<Value>): Promise<Value> {
  return Promise.race([
    promise,
    new Promise<Value>((resolve) => setTimeout(() => resolve(otherwise), ms)),
  ]);
}
