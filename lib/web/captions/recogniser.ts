/** What a browser has of a language on the device (Web Speech API, `AvailabilityStatus`). */
export type PackState = 'available' | 'downloadable' | 'downloading' | 'unavailable';

/** The part of the Web Speech API's `SpeechRecognition` that captions use. */
export interface Recogniser {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  /** Speech stays on the device, or is not recognised at all. */
  processLocally: boolean;
  /** Throws where it runs already, or the track is over. */
  start(track: MediaStreamTrack): void;
  abort(): void;
  addEventListener(type: 'result', listener: (event: SpeechRecognitionEvent) => void): void;
  addEventListener(type: 'error', listener: (event: SpeechRecognitionErrorEvent) => void): void;
  addEventListener(type: 'start' | 'audiostart' | 'end', listener: () => void): void;
}

/** The recognisers of a browser, on the device alone. */
export interface LocalRecognition {
  readonly packOf: (language: string) => Promise<PackState>;
  /** Lets the browser download a language, inside a tap; false: it did not. */
  readonly download: (language: string) => Promise<boolean>;
  /** A recogniser that has not started; throws where it would not stay on the device. */
  readonly make: (language: string) => Recogniser;
}

interface Options {
  readonly langs: readonly string[];
  readonly processLocally: true;
}

type RecogniserClass = (new () => Recogniser) & {
  available(options: Options): Promise<string>;
  install(options: Options): Promise<boolean>;
};

/**
 * What recognises speech on the device here; null: nothing says that it does. Whoever cannot be asked by
 * `available` and bound by `processLocally` may send speech to somebody else's server, and is never used.
 */
export function localRecognitionOf(scope: object): LocalRecognition | null {
  const found = ['SpeechRecognition', 'webkitSpeechRecognition']
    .map((name): unknown => Reflect.get(scope, name))
    .find(isLocal);
  if (found === undefined) return null;
  const options = (language: string): Options => ({ langs: [language], processLocally: true });
  return {
    async packOf(language) {
      try {
        const state = await found.available(options(language));
        return packStates.find((known) => known === state) ?? 'unavailable';
      } catch {
        return 'unavailable';
      }
    },
    async download(language) {
      try {
        return await found.install(options(language));
      } catch {
        return false;
      }
    },
    make(language) {
      const recogniser = new found();
      recogniser.processLocally = true;
      if (!staysHere(recogniser)) throw new Error('It may send speech elsewhere.');
      recogniser.lang = language;
      recogniser.continuous = true;
      recogniser.interimResults = true;
      return recogniser;
    },
  };
}

/** As it answers itself: a browser that does not know the property would not keep it. */
function staysHere({ processLocally }: Recogniser): boolean {
  return processLocally;
}

const packStates = ['available', 'downloadable', 'downloading', 'unavailable'] as const;

function isLocal(candidate: unknown): candidate is RecogniserClass {
  if (typeof candidate !== 'function') return false;
  const prototype: unknown = candidate.prototype;
  return (
    'available' in candidate &&
    'install' in candidate &&
    typeof prototype === 'object' &&
    prototype !== null &&
    'processLocally' in prototype
  );
}
