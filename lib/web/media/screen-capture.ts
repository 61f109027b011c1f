import { thisBrowser } from '../browser';

/** Where screens come from: `navigator.mediaDevices`, or a fake of it. */
export type ScreenSource = Pick<MediaDevices, 'getDisplayMedia'>;

/** A screen, window or tab that a person chose, with its sound where the browser gives it. */
export interface PickedScreen {
  readonly video: MediaStreamTrack;
  readonly audio: MediaStreamTrack | null;
}

/** Why there is no screen. `cancelled`: the person closed the browser's picker, which is no error. */
export type ScreenProblem = 'cancelled' | 'denied' | 'failed';

/**
 * What is asked for: large enough to be read, few frames. Its sound is played as it is, without what is done for a
 * voice; a window has none, a tab and on Windows the whole system do (Screen Capture, 5.1).
 */
export const screenWishes = {
  video: {
    width: { max: 1920 },
    height: { max: 1080 },
    frameRate: { ideal: 15, max: 30 },
  },
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  systemAudio: 'include',
  surfaceSwitching: 'include',
  selfBrowserSurface: 'exclude',
} as const;

/** Whether a screen can be shared here: phones have no way, though some show one. */
export function canShareScreen(): boolean {
  if (!('mediaDevices' in navigator) || !('getDisplayMedia' in navigator.mediaDevices))
    return false;
  const { system } = thisBrowser();
  return system !== 'ios' && system !== 'android';
}

function screensHere(): ScreenSource | undefined {
  return canShareScreen() ? navigator.mediaDevices : undefined;
}

/** Lets the person choose a screen; inside a tap. Never rejects. */
export async function pickScreen(
  source: ScreenSource | undefined = screensHere(),
): Promise<PickedScreen | ScreenProblem> {
  try {
    if (source === undefined) return 'failed';
    const stream = await source.getDisplayMedia(screenWishes);
    const [video] = stream.getVideoTracks();
    const [audio = null] = stream.getAudioTracks();
    if (!video) return 'failed';
    // Letters, not motion: whoever sends it gives up frames before it gives up size.
    video.contentHint = 'detail';
    if (audio) audio.contentHint = 'music';
    return { video, audio };
  } catch (error) {
    return problemOfScreen(error);
  }
}

/** What an error of `getDisplayMedia` means to the person (Screen Capture, 5.1). */
export function problemOfScreen(error: unknown): ScreenProblem {
  if (!(error instanceof Error)) return 'failed';
  switch (error.name) {
    case 'AbortError':
      return 'cancelled';
    case 'NotAllowedError':
      // Chromium says by its words alone that the system forbade it; else the person closed the picker.
      return /system|policy/i.test(error.message) ? 'denied' : 'cancelled';
    default:
      return 'failed';
  }
}

/** Gives a screen back. */
export function dropScreen({ video, audio }: PickedScreen): void {
  video.stop();
  audio?.stop();
}

/** The screen that goes out now, at most one. */
export interface SharedScreen {
  /** Sends it until `stop`, the next, or the browser's own "stop sharing". */
  readonly share: (picked: PickedScreen) => void;
  readonly stop: () => void;
}

/** Makes the place of a shared screen. `show`: tells what goes out; null: nothing. */
export function createSharedScreen(show: (screen: PickedScreen | null) => void): SharedScreen {
  let now: PickedScreen | null = null;
  const stop = (): void => {
    if (now === null) return;
    const before = now;
    now = null;
    show(null);
    dropScreen(before);
  };
  return {
    share(picked) {
      stop();
      if (picked.video.readyState === 'ended') {
        dropScreen(picked);
        return;
      }
      picked.video.addEventListener('ended', () => {
        if (now === picked) stop();
      });
      now = picked;
      show(picked);
    },
    stop,
  };
}
