// Makes the product's sounds: plain sums of decaying sines, written as WAV (16 bit, mono, 8 kHz).
// Run by hand after a change: node scripts/sounds.mjs
import { mkdirSync, writeFileSync } from 'node:fs';

const rate = 8000;
const folder = new URL('../public/sounds/', import.meta.url);

/**
 * @typedef {object} Voice
 * @property {readonly (readonly [number, number])[]} partials multiple of the note's frequency, share
 * @property {number} decay until a note has died away to 1/e, in s
 * @property {number} attack in s
 * @typedef {readonly [number, number, number, number]} Note frequency in Hz, start in s, length in s, loudness 0 to 1
 * @typedef {readonly [number, Voice, readonly Note[]]} Sound length in s, voice, notes
 */

/** A struck bar: a few partials that die away, as a marimba's do. @type {Voice} */
const bar = {
  partials: [
    [1, 1],
    [3.93, 0.22],
    [9.2, 0.05],
  ],
  decay: 0.22,
  attack: 0.003,
};
/** A soft bell that swells and lingers. @type {Voice} */
const bell = {
  partials: [
    [1, 1],
    [2, 0.35],
    [3, 0.12],
  ],
  decay: 0.42,
  attack: 0.02,
};
/** An even tone, for the network's own signals. @type {Voice} */
const tone = { partials: [[1, 1]], decay: Infinity, attack: 0.012 };

/** @type {Record<string, Sound>} */
const sounds = {
  'ring-aurora': [
    1.2,
    bell,
    [
      [659.3, 0, 0.9, 0.5],
      [880, 0.16, 0.9, 0.5],
      [1108.7, 0.32, 0.88, 0.5],
      [1318.5, 0.48, 0.72, 0.45],
    ],
  ],
  'ring-marimba': [
    1.2,
    bar,
    [
      [587.3, 0, 0.5, 0.8],
      [880, 0.15, 0.5, 0.8],
      [740, 0.3, 0.5, 0.8],
      [880, 0.45, 0.5, 0.8],
      [1174.7, 0.6, 0.6, 0.8],
    ],
  ],
  'ring-classic': [
    1,
    tone,
    [...Array(20).keys()].map(
      (n) => /** @type {const} */ ([n % 2 ? 1046.5 : 830.6, n * 0.05, 0.05, 0.4]),
    ),
  ],
  ringback: [1, tone, [[425, 0, 1, 0.35]]],
  waiting: [
    0.36,
    bell,
    [
      [880, 0, 0.3, 0.5],
      [880, 0.18, 0.18, 0.4],
    ],
  ],
  busy: [0.35, tone, [[425, 0, 0.35, 0.35]]],
  ended: [
    0.45,
    bell,
    [
      [659.3, 0, 0.4, 0.5],
      [440, 0.14, 0.31, 0.5],
    ],
  ],
  muted: [0.16, bar, [[392, 0, 0.16, 0.7]]],
};

/** @param {Sound} sound */
function render([seconds, voice, notes]) {
  const samples = new Float64Array(Math.round(seconds * rate));
  for (const [frequency, start, length, loudness] of notes) {
    const first = Math.round(start * rate);
    const count = Math.min(Math.round(length * rate), samples.length - first);
    for (let n = 0; n < count; n += 1) {
      const t = n / rate;
      const release = Math.min(1, (count - n) / (0.012 * rate));
      const envelope = Math.min(1, t / voice.attack) * Math.exp(-t / voice.decay) * release;
      for (const [multiple, share] of voice.partials) {
        const pitch = frequency * multiple;
        if (pitch < rate / 2) {
          const wave = Math.sin(2 * Math.PI * pitch * t);
          samples[first + n] = (samples[first + n] ?? 0) + loudness * share * envelope * wave;
        }
      }
    }
  }
  return samples;
}

/** @param {Float64Array} samples */
function wav(samples) {
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0.001);
  const scale = Math.min(1, 0.9 / loudest) * 32767;
  const data = Buffer.alloc(44 + samples.length * 2);
  data.write('RIFF', 0);
  data.writeUInt32LE(36 + samples.length * 2, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(rate, 24);
  data.writeUInt32LE(rate * 2, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36);
  data.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, n) => data.writeInt16LE(Math.round(sample * scale), 44 + n * 2));
  return data;
}

mkdirSync(folder, { recursive: true });
for (const [name, sound] of Object.entries(sounds)) {
  writeFileSync(new URL(`${name}.wav`, folder), wav(render(sound)));
}
