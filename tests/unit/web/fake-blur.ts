import type { Blur, BlurWish } from '@/lib/web/media/blur/blur';
import type { BlurProblem, BlurredPicture } from '@/lib/web/media/blur/picture';
import { liveTrack } from './fake-tracks';

/** A page whose person never wants any blur. */
export const noBlur: Blur = {
  prepare: () => undefined,
  apply: () => Promise.reject(new Error('Nobody wanted a blur.')),
};

/** One picture that was asked for. */
export interface AskedBlur {
  readonly camera: MediaStreamTrack;
  readonly wish: BlurWish;
  /** The answer: a picture, or the problem. */
  readonly give: (problem?: BlurProblem) => BlurredPicture | null;
}

/** A blur that answers when the test does. */
export function fakeBlur(): { readonly blur: Blur; readonly asked: AskedBlur[] } {
  const asked: AskedBlur[] = [];
  const blur: Blur = {
    prepare: () => undefined,
    apply: (camera, wish) =>
      new Promise((resolve) => {
        wish.signal.addEventListener('abort', () => resolve(null));
        asked.push({
          camera,
          wish,
          give(problem) {
            const track = liveTrack('video');
            const picture = { track, stop: () => track.stop() };
            resolve(problem ?? picture);
            return problem === undefined ? picture : null;
          },
        });
      }),
  };
  return { blur, asked };
}
