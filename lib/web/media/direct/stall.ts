/** Whether something that should be sent is, seen once a second. */
export interface StallWatch {
  readonly bytes: number;
  /** Seconds in a row without a byte. */
  readonly silent: number;
  /** The sender should be given its track anew, now. */
  readonly rearmNow: boolean;
}

/** Nothing was seen yet. */
export const noStall: StallWatch = { bytes: 0, silent: 0, rearmNow: false };

/** After so many silent seconds the sender gets its track anew; audio sends something even in silence. */
const rearmAfter = 2;

/** So long after that a person is asked to tap, s (call-rules.md: if nothing flows for 3 s). */
const offerAfter = rearmAfter + 3;

/** The watch after a second in which `bytes` had been sent in all; `due`: something should have been. */
export function watchStall(watch: StallWatch, bytes: number, due: boolean): StallWatch {
  if (!due || bytes !== watch.bytes) return { bytes, silent: 0, rearmNow: false };
  const silent = watch.silent + 1;
  return { bytes, silent, rearmNow: silent === rearmAfter };
}

/** Whether the person should be asked to tap. */
export function isStalled(watch: StallWatch): boolean {
  return watch.silent >= offerAfter;
}
