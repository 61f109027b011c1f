/** Something that is done soon and then rests, however often it is wished for. */
export interface Spaced {
  readonly soon: () => void;
  readonly now: () => void;
}

/** The rest between one time and the next, ms: a tap is answered within 100 (ui.md). */
const rest = 80;

/** A page that is hidden meanwhile draws no frames: then it is done after so long, ms. */
const withoutFrames = 100;

/**
 * Keeps work that draws out of the way of work that connects: while a call is set up, dozens of small
 * changes come in a few frames, and each of them drawn at once would hold the next message up. `patience`
 * says how long (ms) the present change may wait; a change that may wait less brings it forward.
 */
export function spaced(act: () => void, patience: () => number): Spaced {
  let due = Infinity;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let doneAt = -Infinity;
  const forget = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    due = Infinity;
  };
  const now = (): void => {
    forget();
    doneAt = performance.now();
    act();
  };
  const inFrame = (): void => {
    frame = requestAnimationFrame(now);
    timer = setTimeout(now, withoutFrames);
  };
  return {
    now,
    soon() {
      if (document.visibilityState === 'hidden') {
        now();
        return;
      }
      const present = performance.now();
      const wanted = Math.max(present + patience(), doneAt + rest);
      if (wanted >= due) return;
      forget();
      due = wanted;
      timer = setTimeout(inFrame, due - present);
    },
  };
}
