import type { Config, Language } from '@/lib/platform/own';
import type { Api } from './api';
import { writeKept } from './offline/database';
import { pushPiece } from './offline/pieces';
import { isFor, putSubscription, subscribe } from './push-subscription';
import type { PushState } from './readiness';
import type { Store, WritableStore } from './store';

/** Web push of this profile: subscribed where the person allows notifications, and known to the server. */
export interface WebPush {
  /** Looks how things stand, and mends what needs no tap. */
  readonly refresh: () => Promise<void>;
  /** Subscribes anew; inside a tap, which some browsers want. */
  readonly connect: () => Promise<void>;
}

/** What web push needs of its surroundings. */
export interface WebPushParts {
  readonly api: Api;
  readonly state: WritableStore<PushState>;
  /** Id of this device once registered. */
  readonly device: Store<string | null>;
  readonly config: Store<Config | null>;
  readonly manager: PushManager | undefined;
  readonly permission: () => NotificationPermission | 'unsupported';
  readonly language: () => Language;
}

/** A push service that does not answer is none (FCM on the mainland of China), ms. */
const patience = 20_000;

/** Makes the web push of a page; it acts when it is asked to, one thing at a time. */
export function createWebPush(parts: WebPushParts): WebPush {
  const { state } = parts;
  let last: Promise<void> = Promise.resolve();
  const inTurn = (act: () => Promise<PushState>): Promise<void> => {
    last = last.then(async () => {
      state.set(await act().catch((): PushState => 'lost'));
    });
    return last;
  };
  return {
    refresh: () => inTurn(() => establish(parts, { anew: false })),
    connect: () => inTurn(() => establish(parts, { anew: true })),
  };
}

/** `anew`: whatever subscription there is, it is not trusted. */
async function establish(
  { api, device, config, manager, permission, language }: WebPushParts,
  { anew }: { readonly anew: boolean },
): Promise<PushState> {
  const known = config.get();
  const own = device.get();
  if (known === null) return 'unknown';
  if (known.vapid_public_key === null) return 'server_off';
  if (manager === undefined || permission() === 'unsupported') return 'unsupported';
  if (permission() !== 'granted') return 'asleep';
  if (own === null) return 'unknown';
  const vapidKey = known.vapid_public_key;
  const subscription = await inTime(subscriptionFor(manager, vapidKey, anew));
  await putSubscription(api, own, subscription, language());
  const { endpoint } = subscription;
  await writeKept(pushPiece, { device: own, vapidKey, endpoint, language: language() });
  return 'live';
}

/** The subscription for this server: the present one, if it was made for the server's present key. */
async function subscriptionFor(
  manager: PushManager,
  vapidKey: string,
  anew: boolean,
): Promise<PushSubscription> {
  const present = await manager.getSubscription();
  if (present !== null) {
    if (!anew && isFor(present, vapidKey)) return present;
    await present.unsubscribe();
  }
  return subscribe(manager, vapidKey);
}

function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  return Promise.race([
    promise,
    new Promise<Value>((_resolve, reject) =>
      setTimeout(() => reject(new Error('The push service does not answer.')), patience),
    ),
  ]);
}
