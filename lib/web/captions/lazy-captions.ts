import type { CallView } from '../call/view';
import { profileShelf, type Shelf } from '../storage';
import { createStore, type Store } from '../store';
import type { CaptionsActions } from './captions';
import { firstLanguage, readCaptionChoice, type CaptionChoice } from './choice';
import { localRecognitionOf } from './recogniser';
import type { CaptionLine, CaptionsClient, CaptionsView } from './view';

const shelfKey = 'captions';

/** Captions of a page's calls; what makes them is loaded when it is first wanted. */
export function createLazyCaptions(
  calls: Store<readonly CallView[]>,
  shelf: Shelf = profileShelf,
): CaptionsClient {
  const state = createStore<CaptionsView>({
    support: 'unknown',
    languages: [],
    language: 'en-US',
    wantsDownload: false,
    phase: 'off',
    problem: null,
  });
  const lines = createStore<readonly CaptionLine[]>([]);
  let actions: CaptionsActions | undefined;
  /** Null: this browser has nothing that captions could be made by. */
  const loaded = async (): Promise<CaptionsActions | null> => {
    if (actions) return actions;
    const recognition = localRecognitionOf(globalThis);
    if (recognition === null) {
      state.update((before) => ({ ...before, support: 'none' }));
      return null;
    }
    const { createCaptions } = await import('./captions');
    actions ??= createCaptions({ recognition, calls, state, lines, ...taste() });
    return actions;
  };
  const taste = () => {
    const remembered = readCaptionChoice(shelf.read(shelfKey));
    const language =
      remembered.language ?? firstLanguage(document.documentElement.lang, navigator.languages);
    state.update((before) => ({ ...before, language }));
    const remember = (choice: CaptionChoice): void => shelf.write(shelfKey, JSON.stringify(choice));
    return { remembered, remember };
  };
  const act = async (intent: (captions: CaptionsActions) => Promise<void>): Promise<void> => {
    try {
      const captions = await loaded();
      if (captions) await intent(captions);
      else state.update((before) => ({ ...before, problem: { kind: 'not_here' } }));
    } catch {
      state.update((before) => ({ ...before, problem: { kind: 'not_loaded' } }));
    }
  };
  return {
    state,
    lines,
    // Nobody asked for captions yet: what goes wrong is told when somebody does.
    look: () => {
      loaded().then(
        (captions) => captions?.look(),
        () => undefined,
      );
    },
    takeUp() {
      if (!readCaptionChoice(shelf.read(shelfKey)).on) return;
      loaded().then(
        (captions) => captions?.takeUp(),
        () => undefined,
      );
    },
    setOn: (on) => act((captions) => captions.setOn(on)),
    setLanguage: (language) => act((captions) => captions.setLanguage(language)),
  };
}
