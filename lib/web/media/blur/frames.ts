/** The pictures of a camera, one after another. */
export interface CameraPictures {
  /** The newest, to be closed by whoever has it; null: there are no more. */
  readonly next: () => Promise<VideoFrame | null>;
  readonly stop: () => void;
}

/** A track of pictures that the page makes. */
export interface PictureTrack {
  readonly track: MediaStreamTrack;
  /** Where the next picture is drawn. */
  readonly canvas: HTMLCanvasElement;
  readonly resize: (width: number, height: number) => void;
  /** Sends what stands on the canvas; `timestamp`: of the camera's picture, µs. */
  readonly show: (timestamp: number) => void;
  readonly stop: () => void;
}

declare global {
  interface Window {
    /** Pictures of a track without an element (MediaStreamTrack Insertable Media Processing); Chromium's pages have it. */
    readonly MediaStreamTrackProcessor?: new (init: { readonly track: MediaStreamTrack }) => {
      readonly readable: ReadableStream<VideoFrame>;
    };
    readonly MediaStreamTrackGenerator?: new (init: {
      readonly kind: 'video';
    }) => MediaStreamTrack & {
      readonly writable: WritableStream<VideoFrame>;
    };
  }
}

/** How often (ms) an element is asked for a picture where there is no stream of them. */
const between = 1_000 / 24;

/** Begins to read a camera's pictures, also while the page is hidden. */
export async function cameraPictures(camera: MediaStreamTrack): Promise<CameraPictures> {
  return window.MediaStreamTrackProcessor
    ? picturesByStream(new window.MediaStreamTrackProcessor({ track: camera }).readable)
    : picturesByElement(camera);
}

function picturesByStream(readable: ReadableStream<VideoFrame>): CameraPictures {
  const reader = readable.getReader();
  return {
    async next() {
      const { value } = await reader.read();
      return value ?? null;
    },
    stop() {
      void reader.cancel().catch(noMatter);
    },
  };
}

async function picturesByElement(camera: MediaStreamTrack): Promise<CameraPictures> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([camera]);
  await video.play();
  let stopped = false;
  return {
    async next() {
      // By the clock: drawing stands still in a page that is hidden.
      await new Promise((resolve) => setTimeout(resolve, between));
      return stopped || camera.readyState === 'ended' ? null : new VideoFrame(video);
    },
    stop() {
      stopped = true;
      video.srcObject = null;
    },
  };
}

/** Makes a track; it has no picture before the first is shown. */
export function pictureTrack(): PictureTrack {
  const canvas = document.createElement('canvas');
  const resize = (width: number, height: number): void => {
    // Setting a size empties the canvas.
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
  };
  if (!window.MediaStreamTrackGenerator) {
    canvas.getContext('2d');
    const [track] = canvas.captureStream().getVideoTracks();
    if (!track) throw new Error('The canvas gives no track.');
    return { track, canvas, resize, show: noMatter, stop: () => track.stop() };
  }
  canvas.getContext('bitmaprenderer');
  const track = new window.MediaStreamTrackGenerator({ kind: 'video' });
  const writer = track.writable.getWriter();
  return {
    track,
    canvas,
    resize,
    show(timestamp) {
      const picture = new VideoFrame(canvas, { timestamp });
      writer.write(picture).catch(() => picture.close());
    },
    stop() {
      track.stop();
      writer.close().catch(noMatter);
    },
  };
}

/** What was stopped need not be stopped again. */
const noMatter = (): void => undefined;
