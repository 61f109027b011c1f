import { describe, expect, it } from 'vitest';
import { cutAtGraphemes, graphemesOf } from '@/lib/server/graphemes';

const family = '👨‍👩‍👧‍👦';

describe('a text that is cut', () => {
  it.each([
    ['what fits stays whole', 'Anna 👋', 7, 'Anna 👋'],
    ['no half of a surrogate pair is left', 'Anna 👋', 6, 'Anna '],
    ['a family stays together', `Anna ${family}`, 5 + family.length - 1, 'Anna '],
    ['an accent stays on its letter', 'Ann\u0061\u0301', 4, 'Ann'],
    ['nothing fits into nothing', 'Anna', 0, ''],
  ])('%s', (_name, text, limit, cut) => {
    expect(cutAtGraphemes(text, limit)).toBe(cut);
  });

  it('is counted as a person counts', () => {
    expect(graphemesOf(`A${family}é`)).toEqual(['A', family, 'é']);
  });
});
