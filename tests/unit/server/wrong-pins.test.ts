import { describe, expect, it } from 'vitest';
import { WrongPins, type Trying } from '@/lib/server/calls/wrong-pins';

const start = 1_800_000_000_000;
const minute = 60_000;
const day = 24 * 60 * minute;

const weekly = { meeting: 'weekly', pins: '1234' };
const stranger = (network: string): Trying => ({ ...weekly, account: null, network });
const member: Trying = { ...weekly, account: 7, network: '192.0.2.1' };

/** Tries wrong PINs as soon as each may be tried; how many that are until `end`, and the longest wait. */
function guess(pins: WrongPins, trying: Trying, from: number, end: number) {
  let now = from;
  let count = 0;
  let longest = 0;
  while (now < end) {
    const wait = pins.wait(trying, now);
    longest = Math.max(longest, wait);
    now += wait;
    if (wait > 0) continue;
    pins.note(trying, now);
    count += 1;
  }
  return { count, longest };
}

describe('wrong PINs', () => {
  it('of a network without an account: two slips, then growing waits, then a lockout', () => {
    const pins = new WrongPins();
    const waits: number[] = [];
    let now = start;
    for (let wrong = 0; wrong < 8; wrong += 1) {
      pins.note(stranger('a'), now);
      const wait = pins.wait(stranger('a'), now);
      waits.push(wait);
      now += wait;
      expect(pins.wait(stranger('a'), now)).toBe(0);
    }
    expect(waits).toEqual([0, 0, 5_000, 15_000, 45_000, 135_000, 60 * minute, 60 * minute]);
    expect(pins.wait(stranger('b'), now)).toBe(0);
  });

  it('of one network in a day are few', () => {
    const { count } = guess(new WrongPins(), stranger('a'), start, start + day);
    expect(count).toBeLessThan(32);
  });

  it('of many networks together are few as well', () => {
    const pins = new WrongPins();
    let total = 0;
    for (let network = 0; network < 1_000; network += 1) {
      const trying = stranger(`network ${network}`);
      while (pins.wait(trying, start + network) === 0) {
        pins.note(trying, start + network);
        total += 1;
      }
    }
    expect(total).toBe(60);
    expect(pins.wait(stranger('another'), start + minute)).toBeGreaterThan(day - 2 * minute);
    expect(pins.wait(stranger('another'), start + day + 1)).toBe(0);
  });

  it('of strangers lock out no member, nor a network that has shown the right PIN', () => {
    const pins = new WrongPins();
    pins.noteRight(stranger('office'), start);
    for (let network = 0; network < 100; network += 1) {
      pins.note(stranger(`network ${network}`), start);
    }
    expect(pins.wait(stranger('another'), start)).toBeGreaterThan(0);
    expect(pins.wait(stranger('office'), start)).toBe(0);
    expect(pins.wait(member, start)).toBe(0);
  });

  it('are not forgiven by a right one: who knows the guests’ PIN may guess the host’s', () => {
    const pins = new WrongPins();
    for (let wrong = 0; wrong < 6; wrong += 1) pins.note(stranger('a'), start);
    pins.noteRight(stranger('a'), start);
    expect(pins.wait(stranger('a'), start)).toBe(135_000);
  });

  it('of an account are its own, on every network: five in ten minutes', () => {
    const pins = new WrongPins();
    for (let wrong = 0; wrong < 4; wrong += 1) pins.note(member, start);
    expect(pins.wait(member, start)).toBe(0);
    pins.note({ ...member, network: '198.51.100.9' }, start);
    expect(pins.wait(member, start)).toBe(10 * minute);
    expect(pins.wait(stranger(member.network), start)).toBe(0);
    expect(pins.wait({ ...member, account: 8 }, start)).toBe(0);
  });

  it('of an account in a day are few as well, and a day later forgotten', () => {
    const pins = new WrongPins();
    expect(guess(pins, member, start, start + day).count).toBe(20);
    expect(pins.wait(member, start + day - 1)).toBeGreaterThan(0);
    expect(guess(pins, member, start + day, start + 2 * day).count).toBe(20);
  });

  it('begin anew with other PINs, at that meeting alone', () => {
    const pins = new WrongPins();
    const other = { ...stranger('a'), meeting: 'another' };
    for (let wrong = 0; wrong < 9; wrong += 1) {
      pins.note(stranger('a'), start);
      pins.note(other, start);
    }
    expect(pins.wait({ ...stranger('a'), pins: '9876' }, start)).toBe(0);
    expect(pins.wait(other, start)).toBe(60 * minute);
    pins.note({ ...stranger('a'), pins: '9876' }, start);
    // Who sets the old ones again begins anew as well.
    expect(pins.wait(stranger('a'), start)).toBe(0);
  });

  it('are not forgotten for what goes on at another meeting, whatever its owner does there', () => {
    const pins = new WrongPins();
    for (let wrong = 0; wrong < 9; wrong += 1) {
      pins.note(stranger('a'), start);
      pins.note(member, start);
    }
    pins.noteRight(stranger('office'), start);
    for (let change = 0; change < 25_000; change += 1) {
      const own = { meeting: 'own', pins: String(change), network: `network ${change}` };
      pins.note({ ...own, account: null }, start);
      pins.note({ ...own, account: change }, start);
      pins.noteRight({ ...own, account: null }, start);
    }
    for (let network = 0; network < 5_000; network += 1) {
      pins.note({ meeting: 'own', pins: '', account: null, network: `network ${network}` }, start);
    }
    expect(pins.wait(stranger('a'), start)).toBe(60 * minute);
    expect(pins.wait(member, start)).toBe(10 * minute);
    for (let network = 0; network < 60; network += 1) {
      pins.note(stranger(`network ${network}`), start);
    }
    expect(pins.wait(stranger('office'), start)).toBe(0);
  });

  it('of one meeting are no other’s', () => {
    const pins = new WrongPins();
    for (let wrong = 0; wrong < 9; wrong += 1) pins.note(stranger('a'), start);
    expect(pins.wait({ ...stranger('a'), meeting: 'another' }, start)).toBe(0);
  });
});
