import type {
  ProviderState,
  PushEntry,
  PushState,
  PushStep,
  PushStepName,
} from '@/lib/platform/pushes';

/** How good or bad a state is, as colour and icon tell it beside the words. */
export type PushTone = 'good' | 'warning' | 'bad' | 'plain' | 'accent';

/** The tone of every state of a push. */
export const pushTones: Readonly<Record<PushState, PushTone>> = {
  waiting: 'accent',
  sending: 'accent',
  heard: 'good',
  accepted: 'good',
  refused: 'bad',
  gone: 'bad',
  failed: 'bad',
  dropped: 'plain',
  expired: 'warning',
};

/** What is to be said of a push: where its device has rung, that, rather than that it should. */
export function outcomeOf({
  state,
  steps,
}: Pick<PushEntry, 'state' | 'steps'>): PushState | 'rang' {
  return steps.some(({ step }) => step === 'rang') ? 'rang' : state;
}

/** Steps as they happened: a device may ring before the answer of the service is written down. */
export function inOrder(steps: readonly PushStep[]): readonly PushStep[] {
  return steps.toSorted((one, other) => one.at - other.at);
}

/** The tone of a step; what goes on in between is neither good nor bad. */
export function stepTone(step: PushStepName): PushTone {
  switch (step) {
    case 'rang':
      return 'good';
    case 'retrying':
      return 'warning';
    case 'queued':
    case 'stream_first':
    case 'connecting':
    case 'sent':
    case 'answered':
    case 'waiting':
    case 'sending':
      return 'plain';
    default:
      return pushTones[step];
  }
}

/** The tone of a card about a provider. */
export function providerTone({ state }: Pick<ProviderState, 'state'>): PushTone {
  return state === 'off' ? 'plain' : state;
}

/** What an administrator can do about a push that did not get through: the name of its words. */
export type PushRemedy =
  | 'token_environment'
  | 'token_gone'
  | 'browser_gone'
  | 'key_environment'
  | 'apple_key'
  | 'apple_topic'
  | 'clock'
  | 'jpush_key'
  | 'jpush_list'
  | 'jpush_permission'
  | 'vapid_key'
  | 'private_address'
  | 'too_large'
  | 'no_credentials'
  | 'busy'
  | 'service_errors'
  | 'no_answer'
  | 'stopped'
  | 'expired'
  | 'other';

const appleRemedies: Readonly<Record<string, PushRemedy>> = {
  BadDeviceToken: 'token_environment',
  BadEnvironmentKeyInToken: 'key_environment',
  ExpiredProviderToken: 'clock',
  InvalidProviderToken: 'apple_key',
  MissingProviderToken: 'apple_key',
  BadTopic: 'apple_topic',
  MissingTopic: 'apple_topic',
  TopicDisallowed: 'apple_topic',
  DeviceTokenNotForTopic: 'apple_topic',
  InvalidPushType: 'apple_topic',
};

/** By JPush's documented code, with which its reasons begin (Push API v3, "return codes"). */
const jpushRemedies: Readonly<Record<string, PushRemedy>> = {
  1004: 'jpush_key',
  1008: 'jpush_key',
  2003: 'jpush_key',
  2004: 'jpush_list',
  2006: 'jpush_permission',
  2007: 'jpush_permission',
  1012: 'busy',
  2002: 'busy',
  2005: 'busy',
};

type Told = Pick<PushEntry, 'provider' | 'state' | 'status' | 'reason'>;

/** What to do about a push; null where nothing is to be done. */
export function remedyOf(push: Told): PushRemedy | null {
  switch (push.state) {
    case 'gone':
      return push.provider === 'web' ? 'browser_gone' : 'token_gone';
    case 'expired':
      return 'expired';
    case 'refused':
    case 'failed':
      return remedyOfReason(push);
    default:
      return null;
  }
}

function remedyOfReason({ provider, status, reason }: Told): PushRemedy {
  if (reason === 'no credentials') return 'no_credentials';
  if (reason === 'closed' || reason === 'the server stopped') return 'stopped';
  if (reason === 'address not public') return 'private_address';
  const known = knownReason(provider, reason ?? '');
  if (known) return known;
  if (status === null) return 'no_answer';
  if (status === 413) return 'too_large';
  if (status === 429 || reason === 'out_of_quota') return 'busy';
  if (status >= 500) return 'service_errors';
  if (status === 401 || status === 403 || (provider === 'web' && status === 400)) {
    return ({ apns: 'apple_key', jpush: 'jpush_key', web: 'vapid_key' } as const)[provider];
  }
  return 'other';
}

function knownReason(provider: Told['provider'], reason: string): PushRemedy | undefined {
  if (provider === 'apns') return appleRemedies[reason];
  if (provider === 'jpush') return jpushRemedies[reason.split(' ')[0] ?? ''];
  return undefined;
}
