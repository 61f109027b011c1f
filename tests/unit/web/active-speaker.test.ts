import { expect, test } from 'vitest';
import {
  isSpeaking,
  overlapMs,
  pauseMs,
  silentRoom,
  speakersAfter,
  turnMs,
} from '@/lib/web/call/active-speaker';
import { aRemote } from './a-remote';

type Levels = Readonly<Record<string, number>>;

/** What is heard from when on, by ms. */
type Heard = readonly (readonly [number, Levels])[];

/** The speaker after each look, with looks every 250 ms as the media gives levels. */
function follow(heard: Heard, untilMs: number): readonly (readonly [number, string | null])[] {
  let speakers = silentRoom;
  const changes: (readonly [number, string | null])[] = [];
  for (let now = 0; now <= untilMs; now += 250) {
    const levels = heard.findLast(([from]) => from <= now)?.[1] ?? {};
    const remotes = Object.entries(levels).map(([uuid, audioLevel]) =>
      aRemote(uuid, { audioLevel }),
    );
    const next = speakersAfter(speakers, remotes, now);
    if (next.current !== speakers.current) changes.push([now, next.current]);
    speakers = next;
  }
  return changes;
}

const silence = { a: 0, b: 0, c: 0 };

test.each<readonly [string, Heard, ReturnType<typeof follow>]>([
  ['nobody while nobody speaks', [[0, silence]], []],
  [
    'who speaks first, at once and through the silence after',
    [
      [0, silence],
      [1000, { ...silence, b: 0.3 }],
      [2000, silence],
    ],
    [[1000, 'b']],
  ],
  ['the loudest of those who begin together', [[0, { a: 0.2, b: 0.5, c: 0.1 }]], [[0, 'b']]],
  [
    'another after a silence, once it is no cough',
    [
      [0, { ...silence, a: 0.3 }],
      [1000, silence],
      [3000, { ...silence, b: 0.3 }],
    ],
    [
      [0, 'a'],
      [3500, 'b'],
    ],
  ],
  [
    'the speaker through a cough of another',
    [
      [0, { ...silence, a: 0.3 }],
      [1000, silence],
      [3000, { ...silence, b: 0.9 }],
      [3250, silence],
    ],
    [[0, 'a']],
  ],
  [
    'another whose words are heard with gaps between them',
    [
      [0, { ...silence, a: 0.3 }],
      [1000, silence],
      [3000, { ...silence, b: 0.3 }],
      [3250, silence],
      [4000, { ...silence, b: 0.3 }],
    ],
    [
      [0, 'a'],
      [4000, 'b'],
    ],
  ],
  [
    'the speaker through a breath that another uses',
    [
      [0, { ...silence, a: 0.3 }],
      [1000, { ...silence, b: 0.3 }],
      [1500, { ...silence, a: 0.3 }],
    ],
    [[0, 'a']],
  ],
  [
    'whoever speaks on over the speaker, and louder',
    [
      [0, { ...silence, a: 0.3 }],
      [1000, { ...silence, a: 0.3, b: 0.5 }],
    ],
    [
      [0, 'a'],
      [3000, 'b'],
    ],
  ],
  [
    'one of two who speak at once, and not in turns',
    [
      [0, { ...silence, a: 0.3 }],
      [1000, { ...silence, a: 0.3, b: 0.35 }],
    ],
    [[0, 'a']],
  ],
  [
    'another at once when the speaker leaves',
    [
      [0, { ...silence, a: 0.3 }],
      [1000, { b: 0.2, c: 0 }],
    ],
    [
      [0, 'a'],
      [1000, 'b'],
    ],
  ],
  [
    'nobody when the speaker leaves in silence',
    [
      [0, { ...silence, a: 0.3 }],
      [1000, { b: 0, c: 0 }],
    ],
    [
      [0, 'a'],
      [1000, null],
    ],
  ],
])('the view shows %s', (_what, heard, shown) => {
  expect(follow(heard, 6000)).toEqual(shown);
});

test('the waits are in the order that conversation needs', () => {
  expect(turnMs).toBeLessThan(pauseMs);
  expect(pauseMs).toBeLessThan(overlapMs);
});

test('a look at which nothing changed changes nothing', () => {
  const speaks = speakersAfter(silentRoom, [aRemote('a', { audioLevel: 0.3 })], 0);
  expect(speakersAfter(speaks, [aRemote('a', { audioLevel: 0 })], 250)).toBe(speaks);
  expect(speakersAfter(silentRoom, [aRemote('a')], 250)).toBe(silentRoom);
});

test('whoever is muted does not speak, whatever arrives', () => {
  expect(isSpeaking(aRemote('a', { audioLevel: 0.3 }))).toBe(true);
  expect(isSpeaking(aRemote('a', { audioLevel: 0.3, muted: true }))).toBe(false);
  expect(isSpeaking(aRemote('a', { audioLevel: 0.02 }))).toBe(false);
});
