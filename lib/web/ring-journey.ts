import type { RingChannel } from '@/lib/platform/events';
import type { TestRingStep } from './runtime-view';

/** How far a "ring me" test came on one channel; times are ms after it was asked for. */
export interface ChannelJourney {
  readonly channel: RingChannel;
  /** `silent`: it was sent, and long after that the device has not said that it rings. */
  readonly state: 'sent' | 'accepted' | 'rang' | 'failed' | 'silent';
  readonly at: number;
  /** Why it failed, in the provider's word. */
  readonly reason: string | null;
}

/** What came of a test: nothing yet, the device rang on every channel, on some, or on none. */
export type RingOutcome = 'running' | 'rang' | 'partly' | 'sent' | 'failed';

/** A "ring me" test as it went until now. */
export interface RingJourney {
  readonly outcome: RingOutcome;
  readonly channels: readonly ChannelJourney[];
  /** When the device rang first, ms; null where it has not. */
  readonly rang: number | null;
}

/** What a journey is read with beside its steps. */
export interface JourneyFacts {
  /** So long after the start that a push which has not rung by now did not arrive. */
  readonly late: boolean;
  /** Whether the device that is rung tells this page that it rang: this very device does. */
  readonly confirms: boolean;
}

/** How long a push may take before a person is told that it did not arrive, ms. */
export const patienceForPush = 15_000;

/** The steps of one test, one of each kind a channel, as they came. */
export function stepsOfTest(
  all: readonly TestRingStep[],
  device: string,
  from: number,
): readonly TestRingStep[] {
  const ours = all.slice(from).filter((step) => step.device === device);
  const test = ours.find(({ step }) => step === 'asked')?.test ?? ours[0]?.test;
  const seen = new Set<string>();
  return ours.filter((step) => {
    const sign = `${step.step} ${step.channel ?? ''}`;
    if (step.test !== test || seen.has(sign)) return false;
    seen.add(sign);
    return true;
  });
}

/** Reads the steps of one test. */
export function readJourney(
  steps: readonly TestRingStep[],
  { late, confirms }: JourneyFacts,
): RingJourney {
  const over = late || steps.some(({ step }) => step === 'over');
  const names = [...new Set(steps.flatMap(({ channel }) => channel ?? []))];
  const channels = names.map((channel) => channelJourney(channel, steps, over, confirms));
  const rang = steps.find(({ step }) => step === 'rang')?.at ?? null;
  const refused = steps.some(({ step, channel }) => step === 'failed' && channel === undefined);
  return { outcome: outcomeOf(channels, { over, rang, refused, confirms }), channels, rang };
}

function channelJourney(
  channel: RingChannel,
  steps: readonly TestRingStep[],
  over: boolean,
  confirms: boolean,
): ChannelJourney {
  const own = steps.filter((step) => step.channel === channel);
  const find = (wanted: TestRingStep['step']) => own.find(({ step }) => step === wanted);
  const end = find('rang') ?? find('failed') ?? find('accepted') ?? find('sent') ?? own[0];
  const state = stateOf(end?.step ?? 'sent');
  const waits = state === 'sent' || state === 'accepted';
  // Another device's page tells nobody here that it rang; what reaches it is as much as can be known.
  const tells = confirms || channel !== 'stream';
  return {
    channel,
    state: waits && over && tells ? 'silent' : state,
    at: end?.at ?? 0,
    reason: find('failed')?.reason ?? null,
  };
}

function stateOf(step: TestRingStep['step']): Exclude<ChannelJourney['state'], 'silent'> {
  return step === 'rang' || step === 'failed' || step === 'accepted' ? step : 'sent';
}

function outcomeOf(
  channels: readonly ChannelJourney[],
  facts: {
    readonly over: boolean;
    readonly rang: number | null;
    readonly refused: boolean;
    readonly confirms: boolean;
  },
): RingOutcome {
  const missed = channels.some(({ state }) => state === 'silent' || state === 'failed');
  const open = channels.filter(({ state }) => state === 'sent' || state === 'accepted');
  const waiting = facts.confirms ? open : open.filter(({ channel }) => channel !== 'stream');
  if (facts.refused) return facts.rang === null ? 'failed' : 'partly';
  if (!facts.over && (channels.length === 0 || waiting.length > 0)) return 'running';
  if (facts.rang !== null) return missed ? 'partly' : 'rang';
  return open.length > 0 && !missed ? 'sent' : 'failed';
}
