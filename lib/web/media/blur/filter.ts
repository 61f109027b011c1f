import { GaussianBlurBackgroundProcessor, version } from '@twilio/video-processors';
import type { BlurEvents, BlurredPicture } from './picture';
import { cameraPictures, pictureTrack } from './frames';

/** Where the build puts the segmenter and its model (scripts/blur.mjs): at our own origin, as all of a page. */
const segmenter = `/blur/${version}`;

/** Without these files the library would wait for ever. */
const needed = [
  'twilio-gaussian-blur-background-processor-pipeline-worker.js',
  'tflite-simd-1-0-0.js',
  'tflite-simd-1-0-0.wasm',
  'selfie_segmentation_landscape.tflite',
];

/** How far what is behind somebody is smeared, px at 640 by 480. */
const radius = 15;

/** So many pictures in a row that could not be made are the end of it. */
const failures = 30;

/**
 * Begins to blur, in a worker; rejects where its files cannot be loaded. Whatever could not be blurred is left out:
 * nothing of the camera's own picture comes out of it.
 */
export async function openFilter(
  camera: MediaStreamTrack,
  { onRate, onBroken }: BlurEvents,
): Promise<BlurredPicture> {
  await Promise.all(needed.map(load));
  const processor = new GaussianBlurBackgroundProcessor({
    assetsPath: segmenter,
    blurFilterRadius: radius,
  });
  await processor.loadModel();
  const pictures = await cameraPictures(camera);
  const out = pictureTrack();
  const rate = createRate(onRate);
  const stopping = new AbortController();
  const blurAll = async (): Promise<void> => {
    for (let failed = 0; failed < failures;) {
      const picture = await pictures.next();
      if (picture === null) return;
      const begun = performance.now();
      try {
        out.resize(picture.displayWidth, picture.displayHeight);
        const { timestamp } = picture;
        await processor.processFrame(picture, out.canvas);
        if (!stopping.signal.aborted) out.show(timestamp);
        rate.note(performance.now() - begun);
        failed = 0;
      } catch {
        failed += 1;
      } finally {
        picture.close();
      }
    }
    if (!stopping.signal.aborted) onBroken();
  };
  blurAll().catch(onBroken);
  return {
    track: out.track,
    stop() {
      stopping.abort();
      pictures.stop();
      out.stop();
    },
  };
}

async function load(file: string): Promise<void> {
  const answer = await fetch(`${segmenter}/${file}`);
  if (!answer.ok) throw new Error(`${file}: ${String(answer.status)}`);
  await answer.arrayBuffer();
}

/** Tells once a second how many pictures a second could be made: a dark camera gives fewer. */
function createRate(onRate: BlurEvents['onRate']) {
  let since = performance.now();
  let made = 0;
  let busy = 0;
  return {
    /** @param took ms */
    note(took: number) {
      made += 1;
      busy += took;
      const now = performance.now();
      if (now - since < 1_000) return;
      onRate((1_000 * made) / Math.max(1, busy));
      since = now;
      made = 0;
      busy = 0;
    },
  };
}
