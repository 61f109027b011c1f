/** A camera's picture in which what is behind the person cannot be made out. */
export interface BlurredPicture {
  readonly track: MediaStreamTrack;
  /** Ends the track; the camera's own goes on. */
  readonly stop: () => void;
}

/** Why there is no blurred picture: the device would make too few a second, or it did not start, or broke. */
export type BlurProblem = 'slow' | 'failed';

/** What becomes of a blurred picture. */
export interface BlurEvents {
  /** How many pictures a second could be made, by those of the last second. */
  readonly onRate: (perSecond: number) => void;
  /** No more pictures are made. */
  readonly onBroken: () => void;
}

/** Makes a blurred picture of a camera; rejects where that cannot be begun. */
export type OpenFilter = (camera: MediaStreamTrack, events: BlurEvents) => Promise<BlurredPicture>;
