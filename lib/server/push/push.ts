import type { Incoming } from '@/lib/platform/calling';
import type { Language } from '@/lib/platform/own';
import type { PushProviderName, PushStepName, ProviderState } from '@/lib/platform/pushes';
import type { CancelReason } from '@/lib/platform/reasons';
import type { ApnsAppKey, JPushAppKey } from './app-keys';

/** What a push says (platform-api.md 3): a call, a "ring me" test, or that what rang is over. */
export type PushMessage =
  | { readonly purpose: 'ring' | 'test'; readonly incoming: Incoming }
  | { readonly purpose: 'over'; readonly incoming: Incoming; readonly reason: CancelReason };

/** A device at APNs. */
export interface ApnsTarget {
  readonly provider: 'apns';
  readonly appKey: ApnsAppKey;
  /** The PushKit token, lower-case hex. */
  readonly token: string;
}

/** A device at JPush. */
export interface JPushTarget {
  readonly provider: 'jpush';
  readonly appKey: JPushAppKey;
  readonly registrationId: string;
  readonly platform: 'ios' | 'android';
}

/** A browser's web push subscription. */
export interface WebTarget {
  readonly provider: 'web';
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  readonly language: Language;
}

/** Where a push goes. */
export type PushTarget = ApnsTarget | JPushTarget | WebTarget;

/** A push on its way to a provider. */
export interface OutgoingPush<Target extends PushTarget = PushTarget> {
  /** A UUID: APNs' `apns-id`, JPush's idempotency; the same at every retry and after a restart. */
  readonly id: string;
  readonly target: Target;
  readonly message: PushMessage;
  /** Nothing is sent from then on (ms since 1970): a ring's deadline, or how long `over` is worth telling. */
  readonly expiresAt: number;
  /** True once the call ended: what has not left is dropped (call-rules.md 10). To be asked before each send. */
  readonly isDropped: () => boolean;
  /** Notes a step of its journey: `connecting`, `sent` at each attempt, `answered`, `retrying`. */
  readonly note: (step: PushStepName, detail?: string) => void;
}

/** How a push ended. `reason` is the provider's own word; never a token, a key or a body. */
export type PushResult =
  | { readonly state: 'accepted'; readonly status: number; readonly providerId: string | null }
  /** The provider does not take it and never will; the token stays (wrong environment, topic, key). */
  | { readonly state: 'refused'; readonly status: number; readonly reason: string }
  /** The token is void if it was registered before `since` (ms since 1970; null: in any case). */
  | {
      readonly state: 'gone';
      readonly status: number;
      readonly reason: string;
      readonly since: number | null;
    }
  /** Nothing got through in time. */
  | { readonly state: 'failed'; readonly status: number | null; readonly reason: string }
  | { readonly state: 'dropped' | 'expired' };

/** A provider of pushes. It queues what it cannot send at once by itself; none waits for another. */
export interface PushProvider<Target extends PushTarget = PushTarget> {
  readonly name: PushProviderName;
  /** Opens connections before the first push needs them; failures show in {@link states}. */
  warm(): void;
  /** Sends one push, retries as its rules say inside the push's time, never rejects. */
  send(push: OutgoingPush<Target>): Promise<PushResult>;
  /** How its credentials do, as far as was seen. */
  states(): readonly ProviderState[];
  /** Tries the credentials without ringing anybody; answers what {@link states} says then. */
  check(): Promise<readonly ProviderState[]>;
  /** Ends connections; what is under way ends as `failed`. */
  close(): Promise<void>;
}

/** The hand-over of rings to push channels (call-rules.md 9, 10, 16). */
export interface Push {
  /** Takes up pushes that were written and committed; returns at once. `notBefore` in ms since 1970. */
  take(pushes: readonly { readonly id: string; readonly notBefore: number }[]): void;
  /** The invitation is over: what has not left is dropped (call-rules.md 10). */
  drop(invitation: string): void;
  /** Parts of devices ended: what is under way to them is dropped. */
  dropParts(parts: readonly string[]): void;
  /** A device says that it rings: its push, if one left for this ring or ring test, has arrived. */
  rang(ring: string, provider?: PushProviderName): void;
  states(): readonly ProviderState[];
  check(): Promise<readonly ProviderState[]>;
  /** How many pushes are under way now. */
  readonly underWay: number;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
}
