import type { Permission } from './media/devices-view';
import type { AppRinging } from './shim/stores';
import { createStore, type Store } from './store';

/** Why this page rings less than it could. */
export type ReadinessReasonId =
  | 'offline'
  | 'device_switched_off'
  | 'sound_blocked'
  | 'no_webrtc'
  | 'microphone_denied'
  | 'notifications_off'
  | 'notifications_denied'
  | 'not_installed'
  | 'push_unavailable'
  | 'push_lost'
  | 'installable'
  | 'in_app_browser'
  | 'insecure_context'
  | 'elsewhere_tab'
  | 'app_waiting'
  | 'app_no_token'
  | 'app_not_configured'
  | 'app_refused'
  | 'app_failing';

/** What to do about a reason in this very browser: messages `shell.ready.how`. */
export type ReadinessHow =
  | 'site_settings'
  | 'android_settings'
  | 'firefox_settings'
  | 'safari_settings'
  | 'ios_settings'
  | 'ios_home_screen'
  | 'app_settings'
  | 'server_has_no_push'
  | 'browser_has_no_push';

/** A reason, and what repairs it: to be called inside a tap. */
export interface ReadinessReason {
  readonly id: ReadinessReasonId;
  readonly repair?: () => Promise<void>;
  /** Steps by hand, where they depend on the browser. */
  readonly how?: ReadinessHow;
}

/** Whether this device rings (ui.md, "This device rings"); the gravest reason first. */
export interface Readiness {
  readonly verdict: 'rings' | 'rings_while_open' | 'does_not_ring';
  readonly reasons: readonly ReadinessReason[];
}

/**
 * Whether web push reaches this page when it is closed. `server_off`: the server has none;
 * `unsupported`: the browser has none; `needs_install`: iOS gives it to the home screen alone; `asleep`:
 * nothing is subscribed, since notifications are not allowed; `live`: the server has the subscription;
 * `lost`: notifications are allowed, and still there is none.
 */
export type PushState =
  'unknown' | 'server_off' | 'unsupported' | 'needs_install' | 'asleep' | 'live' | 'lost';

/**
 * Whether this is an installed app. `offered`: the browser installs it by one tap; `by_hand`: by its own
 * menu; `impossible`: this browser installs nothing.
 */
export type Installation = 'installed' | 'offered' | 'by_hand' | 'impossible';

/** What readiness depends on. */
export interface ReadinessFacts {
  readonly secureContext: boolean;
  readonly inAppBrowser: boolean;
  /** Whether this browser can carry a call at all. */
  readonly carriesCalls: boolean;
  readonly connection: 'online' | 'connecting' | 'offline';
  /** `ring` of this device, null while unknown. */
  readonly deviceRings: boolean | null;
  readonly soundUnlocked: boolean;
  readonly microphone: Permission;
  readonly notifications: 'granted' | 'denied' | 'default' | 'unsupported';
  readonly push: PushState;
  readonly installation: Installation;
  /** Another tab of this profile holds the stream and rings in this one's place. */
  readonly otherTabRings: boolean;
  /** Whether the iPhone app that shows this page rings for it. */
  readonly app: AppRinging;
}

/** The verdict and its reasons, the gravest first. Without a push channel a page rings while it is open. */
export function judgeReadiness(facts: ReadinessFacts): {
  readonly verdict: Readiness['verdict'];
  readonly reasons: readonly ReadinessReasonId[];
} {
  const silencing = silencingReasons(facts);
  const isPushed = facts.push === 'live' && facts.notifications === 'granted';
  const rings = facts.app === 'none' ? isPushed : facts.app === 'registered';
  const verdict = silencing.length > 0 ? 'does_not_ring' : rings ? 'rings' : 'rings_while_open';
  return { verdict, reasons: [...silencing, ...lesseningReasons(facts)] };
}

function silencingReasons(facts: ReadinessFacts): ReadinessReasonId[] {
  const reasons: ReadinessReasonId[] = [];
  if (!facts.secureContext) reasons.push('insecure_context');
  if (facts.inAppBrowser) reasons.push('in_app_browser');
  if (facts.connection === 'offline') reasons.push('offline');
  if (facts.deviceRings === false) reasons.push('device_switched_off');
  // The app rings with the system's own sound.
  const needsSound = facts.app !== 'registered' && !facts.otherTabRings;
  if (!facts.soundUnlocked && needsSound) reasons.push('sound_blocked');
  return reasons;
}

function lesseningReasons(facts: ReadinessFacts): ReadinessReasonId[] {
  const reasons: ReadinessReasonId[] = [];
  // It rings, and is answered on another device.
  if (!facts.carriesCalls) reasons.push('no_webrtc');
  if (facts.microphone === 'denied') reasons.push('microphone_denied');
  // Within the app there is neither web push nor anything to install.
  if (facts.app !== 'none') return [...reasons, ...appReasons(facts.app)];
  if (facts.push === 'needs_install') reasons.push('not_installed');
  if (facts.notifications === 'denied') reasons.push('notifications_denied');
  if (facts.notifications === 'default') reasons.push('notifications_off');
  if (facts.push === 'lost') reasons.push('push_lost');
  if (facts.push === 'server_off' || facts.push === 'unsupported') reasons.push('push_unavailable');
  if (facts.otherTabRings) reasons.push('elsewhere_tab');
  if (facts.installation === 'offered') reasons.push('installable');
  return reasons;
}

function appReasons(app: AppRinging): readonly ReadinessReasonId[] {
  switch (app) {
    case 'no_token':
      return ['app_no_token'];
    case 'not_configured':
      return ['app_not_configured'];
    case 'refused':
      return ['app_refused'];
    case 'failing':
      return ['app_failing'];
    case 'waiting':
      return ['app_waiting'];
    case 'none':
    case 'registered':
      return [];
  }
}

/** Keeps a readiness up to date from stores of its facts. */
export function watchReadiness(
  sources: readonly Store<unknown>[],
  facts: () => ReadinessFacts,
  repairs: Readonly<Partial<Record<ReadinessReasonId, () => Promise<void>>>>,
  how: (id: ReadinessReasonId, facts: ReadinessFacts) => ReadinessHow | null = () => null,
): Store<Readiness> & { readonly refresh: () => void } {
  const state = createStore<Readiness>({ verdict: 'rings_while_open', reasons: [] });
  let last = '';
  const refresh = (): void => {
    const known = facts();
    const { verdict, reasons } = judgeReadiness(known);
    const described = reasons.map((id) => describe(id, repairs[id], how(id, known)));
    const now = [verdict, ...described.map((each) => `${each.id}:${each.how ?? ''}`)].join(' ');
    if (now === last) return;
    last = now;
    state.set({ verdict, reasons: described });
  };
  for (const source of sources) source.subscribe(refresh);
  return { ...state, refresh };
}

function describe(
  id: ReadinessReasonId,
  repair: (() => Promise<void>) | undefined,
  how: ReadinessHow | null,
): ReadinessReason {
  return { id, ...(repair && { repair }), ...(how && { how }) };
}
