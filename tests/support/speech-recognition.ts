/** What a browser of a test has on the device. */
export interface FakePacks {
  /** Languages that are there, that can be downloaded, and whose download fails. */
  readonly available?: readonly string[];
  readonly downloadable?: readonly string[];
  readonly failing?: readonly string[];
  /** A second recogniser stops the first, as Chromium's do with a microphone. */
  readonly oneAtATime?: boolean;
}

/** A recogniser of the fake, as a test sees it and speaks for it. */
export interface FakeRecogniser {
  readonly track: MediaStreamTrack | null;
  readonly lang: string;
  readonly processLocally: boolean;
  readonly continuous: boolean;
  readonly interimResults: boolean;
  readonly state: 'idle' | 'asking' | 'running' | 'ended';
  /** It understood this: certain, or still in doubt. */
  hear(text: string, final: boolean): void;
  /** It ends by itself, with or without an error. */
  fail(error?: string): void;
}

/** The fake of a page. */
export interface FakeSpeech {
  /** Every recogniser that was started, the newest last. */
  readonly started: readonly FakeRecogniser[];
  /** Languages that were asked to be downloaded. */
  readonly installs: readonly string[];
  /** Lets the download that waits succeed. */
  finishDownload(): void;
  /** A language is gone, or there. */
  set(packs: FakePacks): void;
}

/**
 * Puts a stand-in for `SpeechRecognition` into a page or a test. It refuses what Chromium 156 refuses, as tried
 * and read there: a track that is over (`InvalidStateError`), a second start while it runs, a download without a
 * tap (`NotAllowedError`); a language that is not on the device is an `error` without an `end`; an abort before it
 * runs is not heeded; asked without `processLocally` it answers that anything is available. It stands alone, so
 * that it can be sent into a page.
 */
export function fakeSpeechRecognition(first: FakePacks): void {
  let packs: FakePacks = first;
  const started: Recogniser[] = [];
  const installs: string[] = [];
  let downloaded: string[] = [];
  let finishDownload: () => void = () => undefined;

  const baseOf = (lang: string): string => lang.split('-')[0] ?? lang;
  const packOf = (lang: string): string => {
    const among = (list: readonly string[] = []): boolean =>
      list.some((one) => one === lang || one === baseOf(lang));
    if (among(packs.available) || downloaded.includes(lang)) return 'available';
    return among(packs.downloadable) || among(packs.failing) ? 'downloadable' : 'unavailable';
  };
  const refuse = (name: string): DOMException =>
    new DOMException('Refused, as a browser does.', name);
  const isTapped = (): boolean => {
    const activation: unknown = Reflect.get(navigator, 'userActivation');
    return (
      typeof activation !== 'object' ||
      activation === null ||
      Reflect.get(activation, 'isActive') === true
    );
  };

  class Recogniser extends EventTarget {
    lang = '';
    continuous = false;
    interimResults = false;
    maxAlternatives = 1;
    state: FakeRecogniser['state'] = 'idle';
    track: MediaStreamTrack | null = null;
    #local = false;
    #finals: string[] = [];

    get processLocally(): boolean {
      return this.#local;
    }
    set processLocally(local: boolean) {
      this.#local = local;
    }

    static available(options: { langs: string[]; processLocally?: boolean }): Promise<string> {
      if (options.langs.length === 0) return Promise.reject(new TypeError('No language.'));
      if (options.processLocally !== true) return Promise.resolve('available');
      const states = options.langs.map(packOf);
      const worst = ['unavailable', 'downloadable', 'available'].find((one) =>
        states.includes(one),
      );
      return Promise.resolve(worst ?? 'unavailable');
    }

    static async install(options: { langs: string[]; processLocally?: boolean }): Promise<boolean> {
      const [lang = ''] = options.langs;
      if (options.processLocally !== true || packOf(lang) === 'unavailable') return false;
      if (packOf(lang) === 'downloadable' && !isTapped()) throw refuse('NotAllowedError');
      installs.push(lang);
      if ((packs.failing ?? []).includes(lang)) return false;
      await new Promise<void>((resolve) => (finishDownload = resolve));
      downloaded = [...downloaded, lang];
      return true;
    }

    start(track?: MediaStreamTrack): void {
      if (track && (track.kind !== 'audio' || track.readyState !== 'live')) {
        throw refuse('InvalidStateError');
      }
      if (this.state === 'running') throw refuse('InvalidStateError');
      this.track = track ?? null;
      this.state = 'asking';
      started.push(this);
      void Promise.resolve().then(() => {
        if (this.#local && packOf(this.lang) !== 'available') {
          this.state = 'idle';
          this.#tell('error', { error: 'language-not-supported' });
          return;
        }
        if (packs.oneAtATime === true) {
          for (const other of started)
            if (other !== this && other.state === 'running') other.fail('aborted');
        }
        this.state = 'running';
        this.#finals = [];
        this.#tell('start');
        if (this.#runs()) this.#tell('audiostart');
      });
    }

    abort(): void {
      if (this.state === 'running') this.fail('aborted');
    }

    stop(): void {
      if (this.state === 'running') this.fail();
    }

    hear(text: string, final: boolean): void {
      if (this.state !== 'running') throw new Error(`It is ${this.state}.`);
      const resultIndex = this.#finals.length;
      if (final) this.#finals.push(text);
      const all = final ? this.#finals : [...this.#finals, text];
      const results = all.map((transcript, at) =>
        Object.assign([{ transcript, confidence: 1 }], { isFinal: at < this.#finals.length }),
      );
      if (final || this.interimResults) this.#tell('result', { results, resultIndex });
    }

    fail(error?: string): void {
      if (this.state !== 'running') return;
      this.state = 'ended';
      if (error !== undefined) this.#tell('error', { error });
      this.#tell('end');
    }

    /** Whoever was told may have stopped it. */
    #runs(): boolean {
      return this.state === 'running';
    }

    #tell(type: string, about: object = {}): void {
      this.dispatchEvent(Object.assign(new Event(type), about));
    }
  }

  Object.assign(globalThis, {
    SpeechRecognition: Recogniser,
    webkitSpeechRecognition: undefined,
    ringwaySpeech: {
      started,
      installs,
      finishDownload: () => finishDownload(),
      set: (next: FakePacks) => {
        packs = next;
        downloaded = [];
      },
    },
  });
}

/** The fake that stands in this page or test. */
export function fakeSpeech(): FakeSpeech {
  const speech: unknown = Reflect.get(globalThis, 'ringwaySpeech');
  if (!isFake(speech)) throw new Error('No fake recogniser was put here.');
  return speech;
}

function isFake(speech: unknown): speech is FakeSpeech {
  return typeof speech === 'object' && speech !== null && 'started' in speech;
}

/** Takes the fake away again. */
export function removeFakeSpeech(): void {
  for (const name of ['SpeechRecognition', 'webkitSpeechRecognition', 'ringwaySpeech']) {
    Reflect.deleteProperty(globalThis, name);
  }
}
