import { describe, expect, it } from 'vitest';

import { giveWayMs, seatsAfter, type Seat, type Sound } from '@/lib/web/captions/seats';

const silent = (source: string): Sound => ({ source, speaking: false, level: 0 });
const speaks = (source: string, level = 0.5): Sound => ({ source, speaking: true, level });
const who = (seats: readonly Seat[]) => seats.map(({ source }) => source);

describe('who is listened to', () => {
  it('is everybody while there is room, before anybody speaks', () => {
    expect(who(seatsAfter([], [silent('a'), silent('b')], 4, 0))).toEqual(['a', 'b']);
  });

  it('are those who speak, the loudest first, where there is not', () => {
    const sounds = [silent('a'), speaks('b', 0.2), speaks('c', 0.7)];
    expect(who(seatsAfter([], sounds, 2, 0))).toEqual(['c', 'b']);
  });

  it('are no more who are gone or muted', () => {
    const seats = seatsAfter([], [silent('a'), silent('b')], 2, 0);
    expect(who(seatsAfter(seats, [silent('b')], 2, 10))).toEqual(['b']);
  });

  it('changes to who speaks, from whoever was silent the longest', () => {
    let seats = seatsAfter([], [speaks('a'), silent('b'), silent('c')], 2, 1_000);
    seats = seatsAfter(seats, [silent('a'), speaks('b'), silent('c')], 2, 2_000);
    seats = seatsAfter(seats, [silent('a'), silent('b'), speaks('c')], 2, 1_000 + giveWayMs);
    expect(who(seats)).toEqual(['c', 'b']);
  });

  it('does not change in a breath, nor from one who goes on speaking', () => {
    const seats = seatsAfter([], [speaks('a'), silent('b')], 1, 1_000);
    const breath = [silent('a'), speaks('b')];
    expect(who(seatsAfter(seats, breath, 1, 1_000 + giveWayMs - 1))).toEqual(['a']);
    const both = [speaks('a'), speaks('b', 0.9)];
    expect(who(seatsAfter(seats, both, 1, 60_000))).toEqual(['a']);
  });

  it('are the last heard where fewer fit than before', () => {
    let seats = seatsAfter([], [speaks('a'), silent('b'), silent('c')], 3, 1_000);
    seats = seatsAfter(seats, [silent('a'), speaks('b'), silent('c')], 3, 2_000);
    expect(who(seatsAfter(seats, [silent('a'), silent('b'), silent('c')], 1, 2_500))).toEqual([
      'b',
    ]);
  });
});
