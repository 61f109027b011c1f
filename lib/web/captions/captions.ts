import type { CallView } from '../call/view';
import type { Store, WritableStore } from '../store';
import { openEar, type Ear } from './ear';
import type { CaptionChoice } from './choice';
import { linesAfter, linesLeft, linesSettled, untilNextGoes } from './lines';
import type { LocalRecognition } from './recogniser';
import { seatsAfter, type Seat } from './seats';
import { heardCall, soundsOfCall, type ArrivingSound } from './sounds-of-call';
import {
  captionLanguages,
  type CaptionLanguage,
  type CaptionLine,
  type CaptionsClient,
  type CaptionsProblem,
  type CaptionsView,
} from './view';

/** How many are listened to at once; each takes a recogniser of its own. */
export const mostEars = 4;

/** What captions need of their page. */
export interface CaptionsParts {
  readonly recognition: LocalRecognition;
  readonly calls: Store<readonly CallView[]>;
  readonly state: WritableStore<CaptionsView>;
  readonly lines: WritableStore<readonly CaptionLine[]>;
  /** What the profile remembered. */
  readonly remembered: CaptionChoice;
  readonly remember: (choice: CaptionChoice) => void;
}

/** What one can do with captions, without the stores. */
export type CaptionsActions = Pick<CaptionsClient, 'setOn' | 'setLanguage'> & {
  readonly look: () => Promise<void>;
  readonly takeUp: () => Promise<void>;
};

/** Makes captions; nothing is listened to before they are on. */
export function createCaptions(parts: CaptionsParts): CaptionsActions {
  const { recognition, calls, state, lines } = parts;
  const ears = new Map<string, { readonly track: MediaStreamTrack; readonly ear: Ear }>();
  let seats: readonly Seat[] = [];
  let most = mostEars;
  let listensTo: string | null = null;
  let { language: chosen } = parts.remembered;
  // Each switch overtakes whatever still waits for the browser.
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const change = (next: Partial<CaptionsView>): void => {
    state.update((before) => ({ ...before, ...next }));
  };
  const show = (next: readonly CaptionLine[]): void => {
    const now = Date.now();
    const left = linesLeft(next, now);
    lines.set(left);
    clearTimeout(timer);
    const wait = untilNextGoes(left, now);
    if (wait !== null) timer = setTimeout(() => show(lines.get()), wait);
  };
  const close = (source: string): void => {
    ears.get(source)?.ear.close();
    ears.delete(source);
    show(linesSettled(lines.get(), source));
  };
  const open = ({ source, name, track }: ArrivingSound): void => {
    const ear = openEar(recognition, track, state.get().language, {
      onHeard: (heard) => show(linesAfter(lines.get(), { source, name }, heard, Date.now())),
      onPause: () => show(linesSettled(lines.get(), source)),
      onAborted() {
        // A browser that hears one at a time stops the first for the second: then it goes to who speaks.
        if (ears.size < 2) return;
        most = 1;
        follow();
      },
      onLost() {
        if (ears.size < 2) {
          stop('failed');
          return;
        }
        close(source);
        most = 1;
        follow();
      },
    });
    ears.set(source, { track, ear });
  };
  /** Listens to whoever should be listened to now, and to nobody else. */
  const follow = (): void => {
    const isOn = state.get().phase === 'on';
    const call = isOn ? heardCall(calls.get()) : null;
    const sounds = soundsOfCall(call);
    seats = seatsAfter(seats, sounds, most, Date.now());
    const wanted = sounds.filter(({ source }) => seats.some((seat) => seat.source === source));
    for (const [source, { track }] of [...ears]) {
      if (!wanted.some((sound) => sound.source === source && sound.track === track)) close(source);
    }
    for (const sound of wanted) if (!ears.has(sound.source)) open(sound);
    if ((call?.key ?? null) !== listensTo) {
      listensTo = call?.key ?? null;
      show([]);
    }
  };
  calls.subscribe(follow);

  const stop = (problem: CaptionsProblem | null): void => {
    turn += 1;
    change({ phase: 'off', problem: problem && { kind: problem } });
    follow();
  };
  const remember = (): void => {
    // A language that nobody chose stays the page's.
    parts.remember({ on: state.get().phase !== 'off', language: chosen });
  };
  const start = async (): Promise<void> => {
    turn += 1;
    const mine = turn;
    const { language } = state.get();
    change({ problem: null });
    const isAvailable = async () => (await recognition.packOf(language)) === 'available';
    if (!(await isAvailable())) {
      if (mine !== turn) return;
      change({ phase: 'downloading' });
      follow();
      const isThere = (await recognition.download(language)) && (await isAvailable());
      if (mine !== turn) return;
      if (!isThere) {
        stop('not_downloaded');
        return;
      }
    }
    if (mine !== turn) return;
    change({ phase: 'on', wantsDownload: false });
    follow();
  };

  const look = async (): Promise<void> => {
    const packs = await Promise.all(
      captionLanguages.map(
        async (language) => [language, await recognition.packOf(language)] as const,
      ),
    );
    const languages = packs.flatMap(([language, pack]) =>
      pack === 'unavailable' ? [] : [language],
    );
    const { language } = state.get();
    change({
      support: languages.length > 0 ? 'here' : 'none',
      languages,
      wantsDownload: packs.some(([each, pack]) => each === language && pack !== 'available'),
    });
  };
  const startIfHere = async (): Promise<void> => {
    const { support, languages, language } = state.get();
    if (languages.includes(language)) await start();
    else stop(support === 'here' ? 'no_language' : 'not_here');
  };
  return {
    look,
    async setOn(on) {
      if (!on) {
        stop(null);
        remember();
        return;
      }
      if (state.get().support !== 'here') await look();
      await startIfHere();
      remember();
    },
    async setLanguage(language: CaptionLanguage) {
      const wasOn = state.get().phase !== 'off';
      if (wasOn) stop(null);
      chosen = language;
      change({ language, problem: null });
      await look();
      if (wasOn) await startIfHere();
      remember();
    },
    async takeUp() {
      await look();
      const { support, wantsDownload, phase } = state.get();
      // A download takes a tap of the person's own.
      if (support === 'here' && !wantsDownload && phase === 'off') await start();
    },
  };
}
