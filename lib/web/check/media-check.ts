import { VIDEO_PROFILES } from '@/lib/call/video-profile';
import type { CaptureProblem } from '../call/view';
import { openBoth, openTrack, type CaptureChoice } from '../media/capture-devices';
import { captureProblemOf } from '../media/capture-problem';
import type { MediaDevicesWatch } from '../media/devices';
import { measureLevel, type LevelMeter } from '../media/level';
import type { WritableStore } from '../store';
import { testNetwork } from './network-check';
import { playTone } from './test-tone';
import type { MediaCheck, MediaCheckView } from './view';

/** What one can do in the device check, without its stores. */
export type CheckActions = Omit<MediaCheck, 'state' | 'microphoneLevel'>;

/** What the device check needs of its surroundings. */
export interface CheckParts {
  readonly state: WritableStore<MediaCheckView>;
  readonly microphoneLevel: WritableStore<number>;
  readonly devices: MediaDevicesWatch;
  readonly audioContext: () => AudioContext | undefined;
}

/** Makes the actions of the device check. */
export function createMediaCheck(parts: CheckParts): CheckActions {
  const { state, microphoneLevel, devices, audioContext } = parts;
  let tracks: readonly MediaStreamTrack[] = [];
  let meter: LevelMeter | null = null;
  let unfollow = (): void => undefined;
  let turn = 0;

  const show = (change: Partial<MediaCheckView>): void => {
    state.update((before) => ({ ...before, ...change }));
  };
  const giveBack = (): void => {
    meter?.stop();
    meter = null;
    for (const track of tracks) track.stop();
    tracks = [];
    microphoneLevel.set(0);
  };
  const choice = (): CaptureChoice => {
    const { microphone, camera } = devices.state.get();
    return { microphone, camera, facing: 'user', profile: VIDEO_PROFILES['480p'] };
  };
  const take = async (): Promise<void> => {
    turn += 1;
    const mine = turn;
    giveBack();
    const taken = await takeBoth(choice());
    if (mine !== turn) {
      for (const track of taken.tracks) track.stop();
      return;
    }
    tracks = taken.tracks;
    const video = tracks.find(({ kind }) => kind === 'video');
    const audio = tracks.find(({ kind }) => kind === 'audio');
    if (audio) {
      meter = measureLevel(audio, audioContext(), (level) => {
        microphoneLevel.set(Math.max(level, microphoneLevel.get() * 0.8));
      });
    }
    show({
      preview: video ? new MediaStream([video]) : null,
      cameraProblem: taken.camera,
      microphoneProblem: taken.microphone,
    });
    await devices.refresh();
  };

  return {
    async start() {
      show({ running: true });
      unfollow();
      let chosen = devices.state.get();
      unfollow = devices.state.subscribe(() => {
        const now = devices.state.get();
        const other = now.camera !== chosen.camera || now.microphone !== chosen.microphone;
        chosen = now;
        if (other) void take();
      });
      await take();
    },
    stop() {
      turn += 1;
      unfollow();
      giveBack();
      show({ running: false, preview: null, cameraProblem: null, microphoneProblem: null });
    },
    async playTestTone() {
      if (state.get().tonePlaying) return;
      show({ tonePlaying: true });
      await playTone(devices.state.get().speaker);
      show({ tonePlaying: false });
    },
    async testNetwork() {
      if (state.get().network.state === 'running') return;
      show({ network: { state: 'running' } });
      const findings = await testNetwork();
      show({
        network: findings === null ? { state: 'unreachable' } : { state: 'done', findings },
      });
    },
  };
}

interface Taken {
  readonly tracks: readonly MediaStreamTrack[];
  readonly camera: CaptureProblem | null;
  readonly microphone: CaptureProblem | null;
}

async function takeBoth(choice: CaptureChoice): Promise<Taken> {
  if (!('mediaDevices' in navigator)) {
    return { tracks: [], camera: 'insecure', microphone: 'insecure' };
  }
  const source = navigator.mediaDevices;
  const both = await openBoth(source, choice);
  if (both) return { tracks: [both.audio, both.video], camera: null, microphone: null };
  const one = async (kind: 'microphone' | 'camera'): Promise<MediaStreamTrack | CaptureProblem> => {
    try {
      return await openTrack(source, kind, choice);
    } catch (error) {
      return captureProblemOf(error);
    }
  };
  const [microphone, camera] = await Promise.all([one('microphone'), one('camera')]);
  return {
    tracks: [microphone, camera].filter((track) => typeof track !== 'string'),
    camera: typeof camera === 'string' ? camera : null,
    microphone: typeof microphone === 'string' ? microphone : null,
  };
}
