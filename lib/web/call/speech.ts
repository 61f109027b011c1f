import type { Capture } from '../media/capture';
import {
  measureLevel,
  silence,
  watchSpeech,
  type LevelMeter,
  type SpeechWatch,
} from '../media/level';

/** Notices when a person speaks though the microphone is off ("you are muted"). */
export interface SpeechDetector {
  readonly start: () => void;
  readonly stop: () => void;
  readonly speaking: () => boolean;
}

/** Makes the watch: it listens only while the microphone is switched off in a call. */
export function createSpeechWatch(
  capture: Capture,
  audioContext: () => AudioContext | undefined,
  onChange: () => void,
): SpeechDetector {
  let meter: LevelMeter | null = null;
  let metered: MediaStreamTrack | null = null;
  let watch: SpeechWatch = silence;
  let started = false;

  const quiet = (): void => {
    meter?.stop();
    meter = null;
    metered = null;
    const spoke = watch.speaking;
    watch = silence;
    if (spoke) onChange();
  };
  const look = (): void => {
    const { audio } = capture.tracks.get();
    const muted = started && audio !== null && !capture.state.get().microphone.on;
    if (!muted) {
      quiet();
      return;
    }
    if (metered === audio) return;
    quiet();
    metered = audio;
    meter = measureLevel(audio, audioContext(), (level) => {
      const next = watchSpeech(watch, level);
      const changed = next.speaking !== watch.speaking;
      watch = next;
      if (changed) onChange();
    });
  };
  capture.state.subscribe(look);
  capture.tracks.subscribe(look);
  return {
    start() {
      started = true;
      look();
    },
    stop() {
      started = false;
      quiet();
    },
    speaking: () => watch.speaking,
  };
}
