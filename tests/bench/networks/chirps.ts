/*
 * What the benchmark says into the fake microphone: a voice-like murmur that never pauses, so that each
 * lost packet counts, and in it once a second a chirp that can be found again at the other end. Four
 * kinds of chirps follow each other, so that one that arrives late is not taken for the next.
 */

/** Samples a second of what is said. */
export const spokenRate = 48_000;

/** Samples a second of what is recorded at both ends; the chirps lie below half of it. */
export const heardRate = 4_000;

/** A chirp begins so long after the one before, s. */
export const chirpEvery = 1;

const chirpSeconds = 0.16;

/** From which frequency to which, Hz. */
const kinds = [
  { from: 400, to: 1_700 },
  { from: 1_700, to: 400 },
  { from: 400, to: 1_000 },
  { from: 1_700, to: 1_100 },
] as const;

/** A chirp that was found, and how sure that is: 0 to 1. */
export interface Heard {
  readonly kind: number;
  /** Seconds since the recording began. */
  readonly at: number;
  readonly likeness: number;
}

/** Murmur and chirps, -1 to 1; whole rounds of all kinds, so that it may be repeated without a seam. */
export function speak(rounds: number): Float32Array {
  const seconds = rounds * kinds.length * chirpEvery;
  const spoken = murmur(seconds);
  for (let n = 0; n < rounds * kinds.length; n += 1) {
    const start = Math.round((n * chirpEvery + 0.3) * spokenRate);
    chirp(n % kinds.length, spokenRate, 0).forEach((value, index) => {
      spoken[start + index] = 0.5 * value;
    });
  }
  return spoken;
}

/** Harmonics of a gliding pitch, louder and softer as syllables are. */
function murmur(seconds: number): Float32Array {
  const samples = new Float32Array(seconds * spokenRate);
  let phase = 0;
  for (let index = 0; index < samples.length; index += 1) {
    const time = index / spokenRate;
    phase += (2 * Math.PI * (130 + 30 * Math.sin(2 * Math.PI * 0.75 * time))) / spokenRate;
    const syllable = 0.6 + 0.4 * Math.sin(2 * Math.PI * 4.25 * time);
    const formant = 6 + 4 * Math.sin(2 * Math.PI * 1.25 * time);
    let value = 0;
    for (let harmonic = 1; harmonic <= 24; harmonic += 1) {
      value += Math.sin(harmonic * phase) / (1 + Math.abs(harmonic - formant));
    }
    samples[index] = 0.06 * syllable * value;
  }
  return samples;
}

/** A chirp that swells and fades; `turn`: its phase at the start, rad. */
function chirp(kind: number, rate: number, turn: number): Float32Array {
  const { from, to } = kinds[kind] ?? kinds[0];
  return Float32Array.from({ length: chirpSeconds * rate }, (_, index) => {
    const time = index / rate;
    const swept = from * time + ((to - from) * time * time) / (2 * chirpSeconds);
    return Math.sin(Math.PI * (time / chirpSeconds)) ** 2 * Math.sin(2 * Math.PI * swept + turn);
  });
}

/** Below this likeness it was something else. */
const alike = 0.5;

/** The chirps in a recording of {@link heardRate}, in the order of time. */
export function findChirps(recording: Float32Array): readonly Heard[] {
  return kinds
    .flatMap((_, kind) => findKind(recording, kind))
    .sort((one, other) => one.at - other.at);
}

/** Where the recording is most like a chirp, whatever its phase: at most one a chirp's length. */
function findKind(recording: Float32Array, kind: number): Heard[] {
  const sine = chirp(kind, heardRate, 0);
  const cosine = chirp(kind, heardRate, Math.PI / 2);
  const energy = sine.reduce((sum, value) => sum + value * value, 0);
  const found: Heard[] = [];
  let around = 0;
  for (let start = 0; start + sine.length <= recording.length; start += 1) {
    if (start === 0) for (let n = 0; n < sine.length; n += 1) around += (recording[n] ?? 0) ** 2;
    else {
      around -= (recording[start - 1] ?? 0) ** 2;
      around += (recording[start + sine.length - 1] ?? 0) ** 2;
    }
    let one = 0;
    let other = 0;
    for (let n = 0; n < sine.length; n += 1) {
      const value = recording[start + n] ?? 0;
      one += value * (sine[n] ?? 0);
      other += value * (cosine[n] ?? 0);
    }
    const likeness = around > 1e-4 ? Math.hypot(one, other) / Math.sqrt(around * energy) : 0;
    if (likeness < alike) continue;
    const last = found.at(-1);
    const heard = { kind, at: start / heardRate, likeness };
    if (last === undefined || heard.at - last.at > chirpSeconds) found.push(heard);
    else if (likeness > last.likeness) found[found.length - 1] = heard;
  }
  return found;
}

/** The samples as a WAV file: one channel, 16 bits. */
export function writeWave(samples: Float32Array): Buffer {
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((value, index) => data.writeInt16LE(Math.round(value * 32_767), index * 2));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(spokenRate, 24);
  head.writeUInt32LE(spokenRate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
