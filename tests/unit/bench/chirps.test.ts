import { expect, test } from 'vitest';
import { chirpEvery, findChirps, heardRate, speak, spokenRate } from '../../bench/networks/chirps';

const step = spokenRate / heardRate;

/** What the recorder makes of what is said: means of so many samples, `late` s later, and so loud. */
function hear(spoken: Float32Array, late: number, loud: number): Float32Array {
  const before = Math.round(late * heardRate);
  return Float32Array.from({ length: before + spoken.length / step }, (_, index) => {
    const start = (index - before) * step;
    if (start < 0) return 0;
    let sum = 0;
    for (let n = 0; n < step; n += 1) sum += spoken[start + n] ?? 0;
    return (loud * sum) / step;
  });
}

test('every chirp is found again, where it is, whatever the delay and the loudness', () => {
  const spoken = speak(1);
  const said = findChirps(hear(spoken, 0, 1));
  const heard = findChirps(hear(spoken, 0.123, 0.2));
  expect(said.map(({ kind }) => kind)).toEqual([0, 1, 2, 3]);
  expect(heard.map(({ kind }) => kind)).toEqual([0, 1, 2, 3]);
  said.forEach(({ at }, index) => {
    expect(at).toBeCloseTo(0.3 + index * chirpEvery, 3);
    expect((heard[index]?.at ?? NaN) - at).toBeCloseTo(0.123, 3);
  });
});

test('a chirp that did not arrive is not found in what else is said', () => {
  const spoken = speak(1);
  // The second one's second of nothing but the murmur of the first.
  spoken.copyWithin(1.25 * spokenRate, 0.55 * spokenRate, 0.95 * spokenRate);
  expect(findChirps(hear(spoken, 0, 1)).map(({ kind }) => kind)).toEqual([0, 2, 3]);
});
