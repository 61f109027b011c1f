import * as z from 'zod/mini';
import type { RingingCall } from './call/view';
import { closeRing } from './notifications';
import type { Store } from './store';
import { toPageSchema, type ToPage } from './worker/messages';

/** What the service worker's messages lead to in this page. */
export interface WorkerLinkParts {
  readonly workers: EventTarget & Pick<ServiceWorkerContainer, 'startMessages'>;
  readonly registration: Pick<ServiceWorkerRegistration, 'getNotifications'>;
  readonly ringing: Store<readonly RingingCall[]>;
  readonly inCall: () => boolean;
  readonly onPushChanged: () => void;
  /** Leads this page to an address of ours. */
  readonly go: (url: string) => void;
}

/** How long a page that comes to the front may take to hear of a ring by its own stream, ms. */
const ringPatience = 3_000;

/** Answers the worker, and takes notifications away whose ring is over here. */
export function linkWorker(parts: WorkerLinkParts): void {
  const { workers, registration, ringing } = parts;
  workers.addEventListener('message', (event) => {
    if (!(event instanceof MessageEvent)) return;
    const message = z.safeParse(toPageSchema, event.data);
    if (message.success) follow(message.data, event.ports[0], parts);
  });
  // Messages that came before this code are kept until now.
  workers.startMessages();

  let before: readonly string[] = [];
  ringing.subscribe(() => {
    const now = ringing.get().map(({ invitation }) => invitation);
    const ended = before.filter((invitation) => !now.includes(invitation));
    before = now;
    for (const invitation of ended) void closeRing(registration, invitation);
  });
}

function follow(message: ToPage, port: MessagePort | undefined, parts: WorkerLinkParts): void {
  switch (message.type) {
    case 'rings':
      port?.postMessage(isRinging(parts.ringing, message.invitation));
      return;
    case 'show':
      port?.postMessage(true);
      void showTapped(message, parts);
      return;
    case 'push_changed':
      parts.onPushChanged();
  }
}

/** The page is in front now, and takes the stream: the ring shows by itself. If not, its link shows it. */
async function showTapped(
  { invitation, navigate }: Extract<ToPage, { type: 'show' }>,
  { ringing, inCall, go }: WorkerLinkParts,
): Promise<void> {
  if (navigate === null) return;
  const isRing = invitation !== null && new URL(navigate, location.origin).hash.includes('ticket=');
  if (isRing && (await ringsSoon(ringing, invitation))) return;
  if (!inCall()) go(navigate);
}

function ringsSoon(ringing: WorkerLinkParts['ringing'], invitation: string): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (rings: boolean): void => {
      clearTimeout(timer);
      stop();
      resolve(rings);
    };
    const timer = setTimeout(() => end(false), ringPatience);
    const look = (): void => {
      if (isRinging(ringing, invitation)) end(true);
    };
    const stop = ringing.subscribe(look);
    look();
  });
}

function isRinging(ringing: WorkerLinkParts['ringing'], invitation: string): boolean {
  return ringing.get().some((call) => call.invitation === invitation);
}
