import type { RingChannel } from '@/lib/platform/events';
import type { ChannelJourney, RingJourney } from '@/lib/web/ring-journey';

/** What a person can do about a way that did not ring: messages `settings.ringTest.advice`. */
export type RingAdvice =
  'google' | 'held' | 'notifications' | 'apns' | 'jpush' | 'refused' | 'stream' | 'nothing';

/** What to do after a test, the likeliest first; nothing where every way rang. */
export function adviceFor(
  { outcome, channels }: Pick<RingJourney, 'outcome' | 'channels'>,
  pushedByGoogle: boolean,
): readonly RingAdvice[] {
  if (outcome === 'running') return [];
  const advice = channels.flatMap((channel) => adviceForChannel(channel, pushedByGoogle));
  if (advice.length === 0 && outcome === 'failed') return ['nothing'];
  return [...new Set(advice)];
}

const silentAdvice: Readonly<Record<RingChannel, readonly RingAdvice[]>> = {
  stream: ['stream'],
  web: ['held', 'notifications'],
  apns: ['apns'],
  jpush: ['jpush'],
};

function adviceForChannel(
  { channel, state }: ChannelJourney,
  pushedByGoogle: boolean,
): readonly RingAdvice[] {
  const google = channel === 'web' && pushedByGoogle ? (['google'] as const) : [];
  if (state === 'silent') return [...google, ...silentAdvice[channel]];
  if (state !== 'failed') return [];
  return channel === 'stream' ? ['stream'] : [...google, 'refused'];
}
