/**
 * What the service worker uses of its global scope (W3C Service Workers, Push API, Notifications). Written
 * out: TypeScript has these in a library that does not go together with that of pages.
 */
export interface WorkerScope {
  readonly location: { readonly origin: string };
  readonly registration: ServiceWorkerRegistration;
  readonly clients: WorkerClients;
  readonly navigator: Navigator;
  readonly cookieStore?: { get(name: string): Promise<{ readonly value?: string } | null> };
  /** What to precache: put in here by the build. */
  readonly __WB_MANIFEST: { readonly url: string; readonly revision: string | null }[];
  skipWaiting(): Promise<void>;
  addEventListener<Name extends keyof WorkerEvents>(
    name: Name,
    listener: (event: WorkerEvents[Name]) => void,
  ): void;
}

/** The pages of this origin that are open. */
export interface WorkerClients {
  claim(): Promise<void>;
  matchAll(options: {
    readonly type: 'window';
    readonly includeUncontrolled: boolean;
  }): Promise<readonly WindowPage[]>;
  openWindow(url: string): Promise<unknown>;
}

/** An open page. */
export interface WindowPage {
  readonly id: string;
  readonly url: string;
  readonly focused: boolean;
  readonly visibilityState: DocumentVisibilityState;
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
  postMessage(message: unknown, transfer?: Transferable[]): void;
}

/** An event that the worker may prolong. */
export interface LastingEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}

/** A push. Its `notification` is there where the browser has read declarative web push itself. */
export interface PushedEvent extends LastingEvent {
  readonly data: { text(): string } | null;
  readonly notification?: Notification & { readonly navigate?: string };
}

/** A tap on a notification, or on one of its actions. */
export interface NotificationTap extends LastingEvent {
  readonly action: string;
  readonly notification: Notification;
}

/** The push service gave a subscription up, or another. */
export interface SubscriptionChange extends LastingEvent {
  readonly oldSubscription?: PushSubscription | null;
  readonly newSubscription?: PushSubscription | null;
}

/** A message of a page. */
export interface PageMessage extends LastingEvent {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
}

/** A new version of the worker is put in place. */
export interface Installing extends LastingEvent {
  /** Chromium: what never needs the worker goes past it (Service Workers, static routing). */
  addRoutes?(route: {
    readonly condition: { readonly urlPattern: string };
    readonly source: 'network';
  }): Promise<void>;
}

interface WorkerEvents {
  readonly install: Installing;
  readonly message: PageMessage;
  readonly push: PushedEvent;
  readonly notificationclick: NotificationTap;
  readonly pushsubscriptionchange: SubscriptionChange;
}

/** What TypeScript's own type of a notification leaves out (Notifications API, 2.1). */
export interface WorkerNotificationOptions extends NotificationOptions {
  readonly actions?: readonly { readonly action: string; readonly title: string }[];
  readonly renotify?: boolean;
  readonly timestamp?: number;
  readonly vibrate?: readonly number[];
}
