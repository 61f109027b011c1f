import { createStore, type WritableStore } from '../store';
import type { CallClient, CallView, Peer, RingingCall, StoppedRinging } from './view';

/** The stores that a call client writes; there before its code is loaded. */
export interface CallStores {
  readonly ringing: WritableStore<readonly RingingCall[]>;
  readonly stopped: WritableStore<StoppedRinging | null>;
  readonly calls: WritableStore<readonly CallView[]>;
  readonly elsewhere: WritableStore<{ readonly peer: Peer } | null>;
}

/** Stores in which nothing rings and nobody is called. */
export function createCallStores(): CallStores {
  return {
    ringing: createStore<readonly RingingCall[]>([]),
    stopped: createStore<StoppedRinging | null>(null),
    calls: createStore<readonly CallView[]>([]),
    elsewhere: createStore<{ readonly peer: Peer } | null>(null),
  };
}

/** What one can do with calls, without the stores. */
export type CallIntents = Omit<CallClient, keyof CallStores>;

/**
 * A call client whose code comes when it is first wanted (`load`, called once). Once it is there every
 * intent runs at once, inside the tap that asked for it.
 */
export function createLazyCalls(
  stores: CallStores,
  load: () => Promise<CallIntents>,
): CallClient & { preload(): void } {
  let loaded: CallIntents | undefined;
  let loading: Promise<CallIntents> | undefined;
  const whole = (): Promise<CallIntents> =>
    (loading ??= load().then(
      (intents) => (loaded = intents),
      (error: unknown) => {
        // A failed download is tried again by the next intent.
        loading = undefined;
        throw error;
      },
    ));
  const soon = (intent: (calls: CallIntents) => void): void => {
    if (loaded) intent(loaded);
    else void whole().then(intent, () => undefined);
  };
  const outcome = <Result>(intent: (calls: CallIntents) => Promise<Result>): Promise<Result> =>
    loaded ? intent(loaded) : whole().then(intent);
  const unloaded = { ok: false, problem: { kind: 'network' } } as const;
  const intent = async (
    ask: (calls: CallIntents) => ReturnType<CallClient['moveHere']>,
  ): ReturnType<CallClient['moveHere']> => {
    try {
      return await outcome(ask);
    } catch {
      return unloaded;
    }
  };
  return {
    ...stores,
    preload: () => {
      soon(() => undefined);
    },
    connect: (...of) => intent((calls) => calls.connect(...of)),
    answer: (...of) => intent((calls) => calls.answer(...of)),
    answerTicket: (...of) => intent((calls) => calls.answerTicket(...of)),
    openTicket: (...of) =>
      outcome((calls) => calls.openTicket(...of)).catch(() => ({ state: 'unreachable' as const })),
    declineTicket: (...of) => intent((calls) => calls.declineTicket(...of)),
    decline: (...of) => intent((calls) => calls.decline(...of)),
    invite: (...of) => intent((calls) => calls.invite(...of)),
    sendMessage: (...of) => intent((calls) => calls.sendMessage(...of)),
    actAsHost: (...of) => intent((calls) => calls.actAsHost(...of)),
    moveHere: () => intent((calls) => calls.moveHere()),
    silence: (...of) => soon((calls) => calls.silence(...of)),
    leaveToSystem: (...of) => soon((calls) => calls.leaveToSystem(...of)),
    hangUp: (...of) => soon((calls) => calls.hangUp(...of)),
    dismiss: (...of) => soon((calls) => calls.dismiss(...of)),
    setMicrophone: (...of) => soon((calls) => calls.setMicrophone(...of)),
    setCamera: (...of) => soon((calls) => calls.setCamera(...of)),
    flipCamera: (...of) => soon((calls) => calls.flipCamera(...of)),
    share: (...of) => intent((calls) => calls.share(...of)),
    stopSharing: (...of) => soon((calls) => calls.stopSharing(...of)),
    hold: (...of) => soon((calls) => calls.hold(...of)),
    resume: (...of) => soon((calls) => calls.resume(...of)),
    setHand: (...of) => soon((calls) => calls.setHand(...of)),
    resumePlayback: () => soon((calls) => calls.resumePlayback()),
    rearm: (...of) => soon((calls) => calls.rearm(...of)),
    diagnostics: (...of) => loaded?.diagnostics(...of) ?? '',
  };
}
