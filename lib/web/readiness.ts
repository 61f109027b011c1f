import type { Permission } from './media/devices-view';
import { createStore, type Store } from './store';

/** Why this page rings less than it could. */
export type ReadinessReasonId =
  | 'offline'
  | 'device_switched_off'
  | 'sound_blocked'
  | 'microphone_denied'
  | 'notifications_off'
  | 'notifications_denied'
  | 'in_app_browser'
  | 'insecure_context'
  | 'elsewhere_tab';

/** A reason, and what repairs it: to be called inside a tap. */
export interface ReadinessReason {
  readonly id: ReadinessReasonId;
  readonly repair?: () => Promise<void>;
}

/** Whether this device rings (ui.md, "This device rings"); the gravest reason first. */
export interface Readiness {
  readonly verdict: 'rings' | 'rings_while_open' | 'does_not_ring';
  readonly reasons: readonly ReadinessReason[];
}

/** What readiness depends on. */
export interface ReadinessFacts {
  readonly secureContext: boolean;
  readonly inAppBrowser: boolean;
  readonly connection: 'online' | 'connecting' | 'offline';
  /** `ring` of this device, null while unknown. */
  readonly deviceRings: boolean | null;
  readonly soundUnlocked: boolean;
  readonly microphone: Permission;
  readonly notifications: 'granted' | 'denied' | 'default' | 'unsupported';
  /** Another tab of this profile holds the stream and rings in this one's place. */
  readonly otherTabRings: boolean;
}

/** The verdict and its reasons, the gravest first. A page without push rings while it is open. */
export function judgeReadiness(facts: ReadinessFacts): {
  readonly verdict: Readiness['verdict'];
  readonly reasons: readonly ReadinessReasonId[];
} {
  const silencing: ReadinessReasonId[] = [];
  if (!facts.secureContext) silencing.push('insecure_context');
  if (facts.inAppBrowser) silencing.push('in_app_browser');
  if (facts.connection === 'offline') silencing.push('offline');
  if (facts.deviceRings === false) silencing.push('device_switched_off');
  if (!facts.soundUnlocked && !facts.otherTabRings) silencing.push('sound_blocked');
  const lessening: ReadinessReasonId[] = [];
  if (facts.microphone === 'denied') lessening.push('microphone_denied');
  if (facts.notifications === 'denied') lessening.push('notifications_denied');
  if (facts.notifications === 'default') lessening.push('notifications_off');
  if (facts.otherTabRings) lessening.push('elsewhere_tab');
  return {
    verdict: silencing.length > 0 ? 'does_not_ring' : 'rings_while_open',
    reasons: [...silencing, ...lessening],
  };
}

/** Keeps a readiness up to date from stores of its facts. */
export function watchReadiness(
  sources: readonly Store<unknown>[],
  facts: () => ReadinessFacts,
  repairs: Readonly<Partial<Record<ReadinessReasonId, () => Promise<void>>>>,
): Store<Readiness> & { readonly refresh: () => void } {
  const state = createStore<Readiness>({ verdict: 'rings_while_open', reasons: [] });
  let last = '';
  const refresh = (): void => {
    const { verdict, reasons } = judgeReadiness(facts());
    const now = [verdict, ...reasons].join(' ');
    if (now === last) return;
    last = now;
    state.set({ verdict, reasons: reasons.map((id) => withRepair(id, repairs[id])) });
  };
  for (const source of sources) source.subscribe(refresh);
  return { ...state, refresh };
}

function withRepair(
  id: ReadinessReasonId,
  repair: (() => Promise<void>) | undefined,
): ReadinessReason {
  return repair === undefined ? { id } : { id, repair };
}
