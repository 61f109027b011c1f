import type { Browser } from '../../browser';
import type { BlurProblem, BlurredPicture, OpenFilter } from './picture';

/** How a picture is wanted. */
export interface BlurWish {
  /** The person takes few pictures a second rather than none. */
  readonly howeverSlow: boolean;
  readonly signal: AbortSignal;
  /** It was given out and makes no more pictures. */
  readonly onBroken: () => void;
  /** It was given out, and is too slow now (`true`), or quick enough again. */
  readonly onSlow: (slow: boolean) => void;
}

/** Blurs what is behind the person: loaded when somebody wants it, done on the device. */
export interface Blur {
  /** Loads the code of {@link apply}. */
  readonly prepare: () => void;
  /**
   * A picture to be sent, once the device has shown that it is quick enough; never an unblurred one. Resolves with
   * the problem where there is none, and with null where `signal` was aborted meanwhile.
   */
  readonly apply: (
    camera: MediaStreamTrack,
    wish: BlurWish,
  ) => Promise<BlurredPicture | BlurProblem | null>;
}

/** Below so many pictures a second a face is no company. */
const enough = 7;

/** So many seconds are looked at before a device is called too slow: in the first it still starts. */
const looks = 3;

/** So many seconds in a row are too slow before somebody in a call is told. */
const patience = 8;

/** How long (ms) the first pictures may take, with all that must be loaded. */
const firstPictures = 20_000;

/**
 * Whether this browser can. Phones are kept cool, and in Safari pictures stand still out of sight; iOS and macOS blur
 * by themselves for every app (Apple: "Use video effects").
 */
export function canBlur({ system, family }: Pick<Browser, 'system' | 'family'>): boolean {
  if (system === 'ios' || system === 'android' || family === 'safari') return false;
  return ['VideoFrame', 'OffscreenCanvas', 'WebAssembly'].every((name) => name in globalThis);
}

/** Makes the blur; nothing is loaded before it is wanted. */
export function createBlur(load: () => Promise<OpenFilter> = loadFilter): Blur {
  return {
    prepare() {
      void load().catch(noMatter);
    },
    async apply(camera, { howeverSlow, signal, onBroken, onSlow }) {
      const trial = createTrial(howeverSlow);
      const slowness = createSlowness(onSlow);
      let given = false;
      const opening = load().then((open) =>
        open(camera, {
          onRate(perSecond) {
            if (!given) trial.note(perSecond);
            else if (!howeverSlow) slowness.note(perSecond);
          },
          onBroken() {
            if (given) onBroken();
            else trial.decide('failed');
          },
        }),
      );
      opening.catch(() => trial.decide('failed'));
      signal.addEventListener('abort', () => trial.decide('failed'), { once: true });
      if (signal.aborted) trial.decide('failed');
      const verdict = await trial.verdict();
      if (verdict === 'quick') {
        given = true;
        return opening;
      }
      // It may still be opening, and opens for nobody.
      opening.then((picture) => picture.stop(), noMatter);
      return signal.aborted ? null : verdict;
    },
  };
}

/** Looks at how many pictures a second a device makes, until it is known whether they are enough. */
function createTrial(howeverSlow: boolean) {
  let seen = 0;
  let decide: (verdict: 'quick' | BlurProblem) => void = noMatter;
  const decided = new Promise<'quick' | BlurProblem>((resolve) => {
    decide = resolve;
  });
  const timer = setTimeout(() => decide('failed'), firstPictures);
  return {
    note(perSecond: number) {
      seen += 1;
      if (howeverSlow || perSecond >= enough) decide('quick');
      else if (seen >= looks) decide('slow');
    },
    decide,
    verdict: () => decided.finally(() => clearTimeout(timer)),
  };
}

/** Tells when a device that was quick enough is not any more. */
function createSlowness(onSlow: BlurWish['onSlow']) {
  let seconds = 0;
  return {
    note(perSecond: number) {
      const before = seconds;
      seconds = perSecond < enough ? before + 1 : 0;
      if (seconds === patience) onSlow(true);
      else if (seconds === 0 && before >= patience) onSlow(false);
    },
  };
}

async function loadFilter(): Promise<OpenFilter> {
  const { openFilter } = await import('./filter');
  return openFilter;
}

/** What could not be prepared is done when it is wanted. */
const noMatter = (): void => undefined;
