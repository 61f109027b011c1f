import { backOffDelay } from '../stream/back-off';
import type { LocalRecognition, Recogniser } from './recogniser';

/** What a recogniser understood: what is certain, once, and what it still doubts, each time anew. */
export interface Heard {
  readonly finals: readonly string[];
  readonly interim: string;
}

/** What an ear tells. */
export interface EarEvents {
  readonly onHeard: (heard: Heard) => void;
  /** The recogniser ended; what it doubted stays as it is. It is started again. */
  readonly onPause: () => void;
  /** The browser stopped it, though nobody here asked: perhaps for another one. */
  readonly onAborted: () => void;
  /** It is not tried again. */
  readonly onLost: () => void;
}

/** Listens to one track until it is closed or lost. */
export interface Ear {
  readonly close: () => void;
}

/** Who ran that long (ms) or understood anything had nothing wrong with it: ends are part of the API. */
export const steadyMs = 2_000;

/** After so many short runs in a row it is given up. */
export const mostFailures = 5;

/** After these another try says the same (Web Speech API, `SpeechRecognitionErrorCode`). */
const hopeless: readonly string[] = [
  'not-allowed',
  'service-not-allowed',
  'language-not-supported',
  'language-unavailable',
];

/**
 * Opens an ear for a track: a recogniser that is started again whenever it ends by itself, later each time that
 * went wrong. Before every start the browser says anew that it has the language on the device.
 */
export function openEar(
  recognition: LocalRecognition,
  track: MediaStreamTrack,
  language: string,
  events: EarEvents,
): Ear {
  let closed = false;
  let failures = 0;
  let stopRun: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const lose = (): void => {
    closed = true;
    events.onLost();
  };
  const begin = async (): Promise<void> => {
    const pack = await recognition.packOf(language);
    // Whoever listens for the track's end opens an ear for the next one.
    if (closed || track.readyState !== 'live') return;
    if (pack !== 'available') {
      lose();
      return;
    }
    const since = Date.now();
    let understood = false;
    stopRun = run(recognition.make(language), track, {
      onHeard(heard) {
        understood = true;
        events.onHeard(heard);
      },
      onOver(why) {
        stopRun = null;
        events.onPause();
        if (why === 'aborted') events.onAborted();
        // Whoever was told may have closed it.
        if (isClosed()) return;
        if (hopeless.includes(why)) {
          lose();
          return;
        }
        failures = understood || Date.now() - since >= steadyMs ? 1 : failures + 1;
        if (failures > mostFailures) lose();
        else timer = setTimeout(tryAgain, backOffDelay(failures, Math.random()));
      },
    });
  };
  const isClosed = (): boolean => closed;
  const tryAgain = (): void => {
    begin().catch(lose);
  };
  tryAgain();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      stopRun?.();
    },
  };
}

/** One run of a recogniser; its end is told once, unless it is stopped by what this returns. */
function run(
  recogniser: Recogniser,
  track: MediaStreamTrack,
  told: { readonly onHeard: (heard: Heard) => void; readonly onOver: (why: string) => void },
): () => void {
  let over = false;
  const finish = (why: string): void => {
    if (over) return;
    over = true;
    recogniser.abort();
    told.onOver(why);
  };
  // Chromium heeds no abort between `start` and its own look at the language: it is said again once it runs.
  const stopLate = (): void => {
    if (over) recogniser.abort();
  };
  recogniser.addEventListener('start', stopLate);
  recogniser.addEventListener('audiostart', stopLate);
  recogniser.addEventListener('result', (event) => {
    if (over) recogniser.abort();
    else told.onHeard(readResults(event));
  });
  // Chromium sends no `end` after the error of a language that is not there.
  recogniser.addEventListener('error', ({ error }) => finish(error));
  recogniser.addEventListener('end', () => finish('end'));
  try {
    recogniser.start(track);
  } catch {
    finish('failed');
  }
  return () => {
    over = true;
    recogniser.abort();
  };
}

function readResults({ results, resultIndex }: SpeechRecognitionEvent): Heard {
  const finals: string[] = [];
  let interim = '';
  for (let index = resultIndex; index < results.length; index += 1) {
    const result = results[index];
    const text = result?.[0]?.transcript ?? '';
    if (result?.isFinal === true) finals.push(text);
    else interim += text;
  }
  return { finals, interim };
}
