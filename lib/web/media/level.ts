/** Measures how loud a track is. */
export interface LevelMeter {
  readonly stop: () => void;
}

/** How often the level is read, ms. */
const interval = 100;

/**
 * Reads the level of an audio track (0 to 1) ten times a second, from a copy of it: the copy hears even
 * while the track itself is muted. Without an audio context nothing is measured.
 */
export function measureLevel(
  track: MediaStreamTrack,
  context: AudioContext | undefined,
  onLevel: (level: number) => void,
): LevelMeter {
  if (context === undefined) return { stop: () => undefined };
  const copy = track.clone();
  copy.enabled = true;
  const source = context.createMediaStreamSource(new MediaStream([copy]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(levelOf(samples));
  }, interval);
  return {
    stop() {
      clearInterval(timer);
      source.disconnect();
      copy.stop();
    },
  };
}

/** Loudness of samples (-1 to 1) as a meter shows it: -60 dB is 0, 0 dB is 1. */
export function levelOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) sum += (samples[index] ?? 0) ** 2;
  const power = samples.length === 0 ? 0 : sum / samples.length;
  if (power === 0) return 0;
  return Math.min(1, Math.max(0, 1 + (10 * Math.log10(power)) / 60));
}

/** Whether someone speaks: loud for a while, until quiet for a while. */
export interface SpeechWatch {
  readonly speaking: boolean;
  /** Readings in a row that say otherwise. */
  readonly against: number;
}

/** Nobody speaks. */
export const silence: SpeechWatch = { speaking: false, against: 0 };

/** Above this a level is a voice near the microphone. */
const voice = 0.55;

/** The watch after a reading: three loud ones in a row are speech, twenty quiet ones are its end. */
export function watchSpeech(watch: SpeechWatch, level: number): SpeechWatch {
  const loud = level > voice;
  if (loud === watch.speaking) return { ...watch, against: 0 };
  const against = watch.against + 1;
  return against >= (loud ? 3 : 20)
    ? { speaking: loud, against: 0 }
    : { speaking: watch.speaking, against };
}
