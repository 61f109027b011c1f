import type { ProviderState, ProviderVerdict } from '@/lib/platform/pushes';
import type { Clock } from '@/lib/server/clock';
import { isLoopback, type PushSettings } from '../push-settings';

/** Whether web push can work at all, and what it lacks. */
export type WebPushState =
  | { readonly on: true }
  | { readonly on: false; readonly verdict: 'no_contact' | 'no_public_origin' };

/**
 * Push services want to know whom to write to (RFC 8292, 2.1), and browsers subscribe on https alone. With
 * test hosts the origin may be this machine's.
 */
export function webPushState(
  settings: Pick<PushSettings, 'contact' | 'testHosts'>,
  origin: string,
): WebPushState {
  if (settings.contact === null) return { on: false, verdict: 'no_contact' };
  if (settings.testHosts.length > 0) return { on: true };
  const isPublic = new URL(origin).protocol === 'https:' && !isLoopback(origin);
  return isPublic ? { on: true } : { on: false, verdict: 'no_public_origin' };
}

/** What was seen of the push services of late. */
export interface ServiceHealth {
  /** Notes what a push service made of our key; `detail` in its own words. */
  note(service: string, verdict: ProviderVerdict, detail: string): void;
  /** The keys were tried without a push service. */
  checked(): void;
  state(): ProviderState;
}

interface Seen {
  readonly verdict: ProviderVerdict;
  readonly detail: string;
}

/** More services than there are; endpoints come from browsers, so they are not remembered without end. */
const mostServices = 20;

const nothingSeen: Seen = { verdict: 'not_checked', detail: '' };
const keysWork: Seen = {
  verdict: 'ready',
  detail: 'The keys work; what a push service says is seen at the first push.',
};

/** One service that refuses is a warning while another takes pushes, else it is bad. */
export function createServiceHealth(clock: Clock, present: WebPushState): ServiceHealth {
  const services = new Map<string, Seen>();
  let checked: string | null = null;

  const now = () => new Date(clock.now()).toISOString();

  function seen(): { state: ProviderState['state'] } & Seen {
    if (!present.on) return { state: 'off', verdict: present.verdict, detail: '' };
    const all = [...services.values()];
    const wrong = all.find(({ verdict }) => verdict !== 'ready');
    if (wrong) {
      return {
        state: all.some(({ verdict }) => verdict === 'ready') ? 'warning' : 'bad',
        ...wrong,
      };
    }
    if (all.length > 0) return { state: 'good', verdict: 'ready', detail: '' };
    return checked === null ? { state: 'warning', ...nothingSeen } : { state: 'good', ...keysWork };
  }

  return {
    note: (service, verdict, detail) => {
      services.delete(service);
      services.set(service, { verdict, detail: detail && `${service}: ${detail}` });
      const oldest = services.keys().next();
      if (services.size > mostServices && !oldest.done) services.delete(oldest.value);
      checked = now();
    },
    checked: () => {
      checked = now();
    },
    state: () => ({
      provider: 'web',
      app_key: null,
      certificate_name: null,
      environment: null,
      topic: null,
      team: null,
      ...seen(),
      quota: null,
      checked,
    }),
  };
}
