import { describe, expect, it } from 'vitest';

import {
  lineStaysMs,
  linesAfter,
  linesLeft,
  linesSettled,
  mostLines,
  untilNextGoes,
} from '@/lib/web/captions/lines';
import type { CaptionLine } from '@/lib/web/captions/view';

const bob = { source: 'bob', name: 'Bob' };
const carol = { source: 'carol', name: 'Carol' };
const doubted = (interim: string) => ({ finals: [], interim });
const said = (...finals: string[]) => ({ finals, interim: '' });
/** A line in short: whose, its text, and whether it still changes. */
const told = (lines: readonly CaptionLine[]) =>
  lines.map(({ name, text, final }) => `${name}: ${text}${final ? '.' : ' …'}`);

describe('the lines of captions', () => {
  it('change word by word in their place until they are certain', () => {
    const one = linesAfter([], bob, doubted('good'), 0);
    const two = linesAfter(one, bob, doubted('good morning'), 10);
    const three = linesAfter(two, bob, said('Good morning'), 20);
    expect([one, two, three].map(told)).toEqual([
      ['Bob: good …'],
      ['Bob: good morning …'],
      ['Bob: Good morning.'],
    ]);
    expect(new Set([one, two, three].map(([line]) => line?.id)).size).toBe(1);
  });

  it('go on after what is certain, each with an id of its own', () => {
    const one = linesAfter([], bob, doubted('good morning'), 0);
    const two = linesAfter(one, bob, { finals: ['Good morning'], interim: 'how are' }, 10);
    expect(told(two)).toEqual(['Bob: Good morning.', 'Bob: how are …']);
    expect(two[0]?.id).toBe(one[0]?.id);
    expect(new Set(two.map(({ id }) => id)).size).toBe(2);
  });

  it('of two who speak at once do not mix, and stay in their order', () => {
    const one = linesAfter([], bob, doubted('I think'), 0);
    const two = linesAfter(one, carol, doubted('no'), 5);
    const three = linesAfter(two, bob, said('I think so'), 10);
    expect(told(three)).toEqual(['Bob: I think so.', 'Carol: no …']);
  });

  it('are taken back where nothing of them was understood after all', () => {
    expect(linesAfter(linesAfter([], bob, doubted('hm'), 0), bob, doubted(' '), 5)).toEqual([]);
    expect(linesAfter([], bob, said('', ' '), 5)).toEqual([]);
  });

  it('are the last few', () => {
    let lines: readonly CaptionLine[] = [];
    for (const word of ['one', 'two', 'three', 'four'])
      lines = linesAfter(lines, bob, said(word), 0);
    expect(told(lines)).toEqual(['Bob: two.', 'Bob: three.', 'Bob: four.']);
    expect(lines).toHaveLength(mostLines);
  });

  it('stay as they were heard when nothing more comes for them', () => {
    const open = linesAfter(linesAfter([], bob, doubted('and then'), 0), carol, doubted('yes'), 1);
    const settled = linesSettled(open, 'bob');
    expect(told(settled)).toEqual(['Bob: and then.', 'Carol: yes …']);
    expect(linesSettled(settled, 'bob')).toBe(settled);
    // What comes next is another line.
    expect(told(linesAfter(settled, bob, doubted('we'), 5))).toContain('Bob: and then.');
  });

  it('go a while after their last word, one after the other', () => {
    const lines = linesAfter(linesAfter([], bob, said('first'), 0), carol, said('second'), 1_000);
    expect(untilNextGoes(lines, 1_000)).toBe(lineStaysMs - 1_000);
    expect(linesLeft(lines, lineStaysMs - 1)).toBe(lines);
    const later = linesLeft(lines, lineStaysMs);
    expect(told(later)).toEqual(['Carol: second.']);
    expect(linesLeft(later, lineStaysMs + 1_000)).toEqual([]);
    expect(untilNextGoes([], 0)).toBeNull();
  });
});
