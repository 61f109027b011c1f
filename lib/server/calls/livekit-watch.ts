import type { Context } from '@/lib/server/context';
import type { LiveKit } from '@/lib/server/media/livekit/livekit';
import { lookOverLiveKit } from './livekit-look-over';

/** How often LiveKit is asked whether it is there, ms. */
const lookEvery = 5_000;

/** How often every room there is compared with who is in, ms; its webhooks ask for that sooner. */
const lookOverEvery = 30_000;

/** A watch that goes on until it is stopped. */
export interface LiveKitWatch {
  stop(): void;
  /** Resolves once nothing is being asked. */
  settled(): Promise<void>;
}

/**
 * Knows whether LiveKit is there, and sees to it that nobody is in its rooms who is not in ours: a request
 * that failed, a webhook that got lost, a token that outlived its person, and rooms that LiveKit lost are made good here.
 */
export function watchLiveKit(context: Context): LiveKitWatch {
  const { livekit, clock, log } = context;
  if (livekit === null) return { stop: () => undefined, settled: () => Promise.resolve() };
  let lookOverAt = 0;
  // Others ask it between two rounds: what it was in the last one.
  let last: LiveKit['atHand'] = livekit.atHand;
  let stopped = false;
  let cancel: (() => void) | undefined;
  let running: Promise<void> = Promise.resolve();
  const round = async () => {
    const before = last;
    await livekit.look();
    last = livekit.atHand;
    if (last !== before) log.info({ livekit: livekit.atHand }, 'LiveKit');
    if (last === 'ready' && (before === 'down' || clock.now() >= lookOverAt)) {
      lookOverAt = clock.now() + lookOverEvery;
      await lookOverLiveKit(context, livekit);
    }
  };
  const next = () => {
    running = round()
      .catch((error: unknown) => log.warn({ err: error }, 'LiveKit could not be looked over'))
      .finally(() => {
        if (!stopped) cancel = clock.at(clock.now() + lookEvery, next);
      });
  };
  next();
  return {
    stop: () => {
      stopped = true;
      cancel?.();
    },
    settled: () => running,
  };
}
