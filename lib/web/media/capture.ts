import { VIDEO_PROFILES, type VideoProfile } from '@/lib/call/video-profile';
import type { CaptureProblem, OwnMedia } from '../call/view';
import { createStore, type Store } from '../store';
import type { Blur } from './blur/blur';
import type { BlurProblem, BlurredPicture } from './blur/picture';
import { captureProblemOf } from './capture-problem';
import { openBoth, openTrack, type CaptureChoice, type CaptureSource } from './capture-devices';
import type { MediaDevicesWatch } from './devices';
import { watchInterruption } from './interruption';
import {
  createSharedScreen,
  dropScreen,
  pickScreen,
  type PickedScreen,
  type ScreenProblem,
} from './screen-capture';
import { createSerial } from './serial';

/** One's own side as far as capture knows it. */
export type CaptureView = Omit<OwnMedia, 'videoPaused' | 'speakingWhileMuted'>;

/** What is captured now; null where nothing is. */
export interface OwnTracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
  /** A screen, window or tab that is shared, and its sound where the browser gives it. */
  readonly screen: MediaStreamTrack | null;
  readonly screenAudio: MediaStreamTrack | null;
}

/** Nothing is captured. */
export const noTracks: OwnTracks = { audio: null, video: null, screen: null, screenAudio: null };

/** One's own microphone and camera: taken inside a tap, shared by the calls of this page. */
export interface Capture {
  readonly state: Store<CaptureView>;
  readonly tracks: Store<OwnTracks>;
  /** Takes what is wanted; never rejects: what fails is a problem in `state`. Inside a tap. */
  readonly begin: (wanted: {
    readonly microphone: boolean;
    readonly camera: boolean;
  }) => Promise<void>;
  /** This and what follows changes nothing while nothing was begun: a tap may come after the end. */
  readonly setMicrophone: (on: boolean) => void;
  readonly setCamera: (on: boolean) => void;
  readonly flip: () => void;
  /** Lets the person choose a screen; inside a tap. It is not sent before `share`. */
  readonly pickScreen: () => Promise<PickedScreen | ScreenProblem>;
  /** Sends what was chosen, until `stopSharing` or the browser's own "stop sharing". */
  readonly share: (picked: PickedScreen) => void;
  readonly stopSharing: () => void;
  /** Takes anew what is on but does not work. */
  readonly rearm: () => void;
  /** The sender saw that nothing flows from a track that should. */
  readonly noteStalled: (kind: 'microphone' | 'camera') => void;
  readonly noteFlowing: (kind: 'microphone' | 'camera') => void;
  /** Gives everything back. */
  readonly end: () => void;
}

type Kind = 'microphone' | 'camera';

/** What is taken of a device, and what is made of it before it goes out. */
interface Taken {
  readonly device: MediaStreamTrack;
  readonly blurred: BlurredPicture | null;
}

const slot = { microphone: 'audio', camera: 'video' } as const;

const off: CaptureView = {
  microphone: { on: false, problem: null },
  camera: { on: false, problem: null },
  blur: { state: 'off', problem: null },
  preview: null,
  screen: null,
  facing: 'user',
  canFlip: false,
};

/** What capture needs of its surroundings. */
export interface CaptureParts {
  readonly source: CaptureSource | undefined;
  readonly devices: MediaDevicesWatch;
  readonly blur: Blur;
  readonly profile?: VideoProfile;
  /** Phones flip between front and back; elsewhere the next camera is taken. */
  readonly facesBothWays: boolean;
}

/** Makes the capture of a page; nothing is taken before `begin`. */
export function createCapture(parts: CaptureParts): Capture {
  const { source, devices, blur, facesBothWays, profile = VIDEO_PROFILES['480p'] } = parts;
  const state = createStore<CaptureView>(off);
  const tracks = createStore<OwnTracks>(noTracks);
  const serial = createSerial();
  let facing: 'user' | 'environment' = 'user';
  // With each end a new life begins: what an earlier one still waits for is given back.
  let life = 0;
  let alive = false;
  const taken: Record<Kind, Taken | null> = { microphone: null, camera: null };
  let blurring: AbortController | null = null;

  const choice = (): CaptureChoice => {
    const { microphone, camera, noiseSuppression } = devices.state.get();
    return {
      microphone,
      noiseSuppression: noiseSuppression ?? true,
      camera: facing === 'environment' ? null : camera,
      facing,
      profile,
    };
  };
  const show = (kind: Kind, change: Partial<CaptureView[Kind]>): void => {
    state.update((before) => ({ ...before, [kind]: { ...before[kind], ...change } }));
  };
  const showBlur = (view: CaptureView['blur']): void => {
    state.update((before) => ({ ...before, blur: view }));
  };
  const showRest = (): void => {
    const { video } = tracks.get();
    state.update((before) => ({
      ...before,
      preview: video === null ? null : sameOrNewStream(before.preview, video),
      facing: facingOf(taken.camera?.device, facing),
      canFlip: devices.state.get().cameras.length > 1,
    }));
  };

  const drop = (kind: Kind): void => {
    if (kind === 'camera') blurring?.abort();
    const had = taken[kind];
    if (had === null) return;
    taken[kind] = null;
    tracks.update((before) => ({ ...before, [slot[kind]]: null }));
    had.blurred?.stop();
    had.device.stop();
  };
  const watch = (kind: Kind, device: MediaStreamTrack): void => {
    const isTaken = (): boolean => taken[kind]?.device === device;
    watchInterruption(device, (interrupted) => {
      if (isTaken()) show(kind, { problem: interrupted ? 'interrupted' : null });
    });
    device.addEventListener('ended', () => {
      if (isTaken()) retake(kind);
    });
  };
  const adopt = (
    kind: Kind,
    device: MediaStreamTrack,
    blurred: BlurredPicture | null = null,
  ): void => {
    const had = taken[kind];
    if (had?.device !== device) {
      drop(kind);
      watch(kind, device);
      show(kind, { problem: null });
    }
    taken[kind] = { device, blurred };
    const track = blurred?.track ?? device;
    track.contentHint = kind === 'camera' ? 'motion' : 'speech';
    track.enabled = state.get()[kind].on;
    tracks.update((before) => ({ ...before, [slot[kind]]: track }));
    had?.blurred?.stop();
    showRest();
  };
  const fail = (kind: Kind, problem: CaptureProblem): void => {
    drop(kind);
    show(kind, { problem });
    showRest();
  };

  /** Nothing of the camera goes out: unblurred it must not. */
  const withhold = (problem: BlurProblem): void => {
    drop('camera');
    showBlur({ state: 'off', problem });
    showRest();
  };
  /** Sends a camera's picture, blurred where the person wants that; without the blur it is not sent. */
  const adoptCamera = async (device: MediaStreamTrack): Promise<void> => {
    const mine = life;
    const choice = devices.state.get().blur;
    if (choice?.on !== true) {
      adopt('camera', device);
      showBlur({ state: 'off', problem: null });
      return;
    }
    blurring?.abort();
    const attempt = new AbortController();
    blurring = attempt;
    showBlur({ state: 'starting', problem: null });
    const made = await blur.apply(device, {
      howeverSlow: choice.howeverSlow,
      signal: attempt.signal,
      onBroken: () => {
        if (taken.camera?.device === device) withhold('failed');
      },
      onSlow: (slow) => {
        if (taken.camera?.device !== device || devices.state.get().blur?.howeverSlow) return;
        showBlur({ state: 'on', problem: slow ? 'slow' : null });
      },
    });
    const isSent = taken.camera?.device === device;
    if (made === null || attempt.signal.aborted || mine !== life || !state.get().camera.on) {
      if (typeof made === 'object') made?.stop();
      if (!isSent) device.stop();
    } else if (typeof made === 'object') {
      adopt('camera', device, made);
      showBlur({ state: 'on', problem: null });
    } else if (isSent) {
      // Others saw it as it is before: it stays so, and the switch says so.
      devices.chooseBlur({ ...choice, on: false });
      showBlur({ state: 'off', problem: made });
    } else {
      device.stop();
      withhold(made);
    }
  };

  const take = async (kind: Kind): Promise<void> => {
    const mine = life;
    try {
      if (source === undefined) throw new TypeError('There are no media devices.');
      const track = await openTrack(source, kind, choice());
      // A microphone that was switched off meanwhile is there, muted; a camera is not taken at all.
      if (mine !== life || (kind === 'camera' && !state.get().camera.on)) track.stop();
      else if (kind === 'camera') await adoptCamera(track);
      else adopt(kind, track);
    } catch (error) {
      if (mine === life) fail(kind, captureProblemOf(error));
    }
  };
  /** A device that went away, or was taken: the browser's next choice, if there is one. */
  const retake = (kind: Kind): void => {
    drop(kind);
    showRest();
    if (state.get()[kind].on) void serial(() => take(kind));
  };
  const takeBoth = async (): Promise<boolean> => {
    const mine = life;
    const both = source === undefined ? null : await openBoth(source, choice());
    if (both === null) return false;
    if (mine === life) {
      adopt('microphone', both.audio);
      if (state.get().camera.on) void adoptCamera(both.video);
      else both.video.stop();
    } else {
      both.audio.stop();
      both.video.stop();
    }
    return true;
  };

  const screen = createSharedScreen((picked) => {
    tracks.update((before) => ({
      ...before,
      screen: picked?.video ?? null,
      screenAudio: picked?.audio ?? null,
    }));
    state.update((before) => ({
      ...before,
      screen: picked && new MediaStream([picked.video]),
    }));
  });

  /** The person chose anew, whether to blur. */
  const reblur = (): void => {
    const { camera, blur: shown } = state.get();
    if (!camera.on) return;
    const now = taken.camera;
    if (devices.state.get().blur?.on !== true) blurring?.abort();
    else if (now?.blurred) {
      showBlur({ ...shown, problem: null });
      return;
    }
    if (now !== null) void adoptCamera(now.device);
    else void serial(() => take('camera'));
  };

  let chosen = devices.state.get();
  devices.state.subscribe(() => {
    const now = devices.state.get();
    const before = chosen;
    chosen = now;
    if (!alive) return;
    if (now.camera !== before.camera && facesBothWays) {
      // Whoever chooses one has not flipped; and phones open one camera at a time.
      facing = 'user';
      if (taken.camera !== null) retake('camera');
    }
    for (const kind of ['microphone', 'camera'] as const) {
      // A live track keeps what it was opened with, whatever it is asked for later.
      const otherwise = kind === 'microphone' && now.noiseSuppression !== before.noiseSuppression;
      if ((otherwise || now[kind] !== before[kind]) && taken[kind] !== null) {
        void serial(() => take(kind));
      }
    }
    if (now.blur !== before.blur) reblur();
    showRest();
  });

  return {
    state,
    tracks,
    async begin({ microphone, camera }) {
      alive = true;
      const has = tracks.get();
      const wantsMicrophone = microphone && has.audio === null;
      const wantsCamera = camera && has.video === null;
      if (wantsCamera && devices.state.get().blur?.on) blur.prepare();
      if (microphone) show('microphone', { on: true });
      if (camera) show('camera', { on: true });
      // Not behind the queue: the question must be asked inside the tap.
      if (wantsMicrophone && wantsCamera && (await takeBoth())) return devices.refresh();
      const asked: Promise<void>[] = [];
      if (wantsMicrophone) asked.push(take('microphone'));
      if (wantsCamera) asked.push(take('camera'));
      await Promise.all(asked);
      await devices.refresh();
    },
    setMicrophone(on) {
      if (!alive) return;
      show('microphone', { on });
      const { audio } = tracks.get();
      if (audio !== null) audio.enabled = on;
      else if (on) void serial(() => take('microphone'));
      tracks.update((before) => ({ ...before }));
    },
    setCamera(on) {
      if (!alive) return;
      show('camera', on ? { on } : { on, problem: null });
      if (on) {
        if (taken.camera === null) void serial(() => take('camera'));
      } else {
        drop('camera');
        showBlur({ state: 'off', problem: null });
        showRest();
      }
    },
    flip() {
      if (!alive) return;
      if (facesBothWays) {
        facing = facing === 'user' ? 'environment' : 'user';
        // Phones open one camera at a time.
        drop('camera');
        void serial(() => take('camera'));
        return;
      }
      const { cameras, camera } = devices.state.get();
      const current = taken.camera?.device.getSettings().deviceId ?? camera;
      const at = cameras.findIndex(({ id }) => id === current);
      const next = cameras[(at + 1) % cameras.length];
      if (next) devices.choose('camera', next.id);
    },
    pickScreen: () => pickScreen(),
    share: (picked) => (alive ? screen.share(picked) : dropScreen(picked)),
    stopSharing: screen.stop,
    rearm() {
      for (const kind of ['microphone', 'camera'] as const) {
        const { on, problem } = state.get()[kind];
        if (on && (problem !== null || taken[kind] === null)) {
          void serial(() => take(kind));
        }
      }
    },
    noteStalled(kind) {
      if (state.get()[kind].on && state.get()[kind].problem === null) {
        show(kind, { problem: 'interrupted' });
      }
    },
    noteFlowing(kind) {
      const muted = taken[kind]?.device.muted;
      if (state.get()[kind].problem === 'interrupted' && muted === false) {
        show(kind, { problem: null });
      }
    },
    end() {
      life += 1;
      alive = false;
      drop('microphone');
      drop('camera');
      screen.stop();
      facing = 'user';
      state.set(off);
    },
  };
}

function sameOrNewStream(before: MediaStream | null, video: MediaStreamTrack): MediaStream {
  return before?.getVideoTracks()[0] === video ? before : new MediaStream([video]);
}

function facingOf(
  camera: MediaStreamTrack | undefined,
  wanted: 'user' | 'environment',
): 'user' | 'environment' {
  const faces = camera?.getSettings().facingMode;
  return faces === 'environment' || faces === 'user' ? faces : wanted;
}
