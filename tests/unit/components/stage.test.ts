import { describe, expect, it } from 'vitest';

import {
  arrange,
  ownPlace,
  tileKey,
  tilesOf,
  type Arrangement,
  type StageChoice,
} from '@/components/call/arrangement';
import { byHands, placeInLine } from '@/components/call/hands';
import { ownKey, place } from '@/components/call/placement';
import { gridBoxes, gridHolds, speakerBoxes, type Box } from '@/components/call/tile-boxes';
import { aRemote } from '../web/a-remote';

const grid: StageChoice = { layout: 'grid', pinned: null, ownHidden: false };
const tiles = (...names: string[]) => tilesOf(names.map((name) => aRemote(name)));

/** An arrangement in words: the large one, then the rest. */
function told(arrangement: Arrangement): readonly string[] {
  switch (arrangement.as) {
    case 'nobody':
      return ['nobody'];
    case 'alone':
      return ['alone', arrangement.tile.remote.uuid];
    case 'grid':
      return ['grid', ...arrangement.tiles.map(({ remote }) => remote.uuid)];
    case 'speaker':
      return [
        'speaker',
        arrangement.main.remote.uuid,
        ...arrangement.rest.map(({ remote }) => remote.uuid),
      ];
  }
}

describe('a shared screen', () => {
  const shared = tilesOf([aRemote('a'), { ...aRemote('b'), state: { screen: true } }]);
  const keys = (choice: StageChoice) => {
    const arrangement = arrange(shared, choice, 'a');
    if (arrangement.as !== 'speaker') return [];
    return [arrangement.main, ...arrangement.rest].map(({ key }) => key);
  };
  const screen = tileKey('b', 'screen');

  it('is large in either layout, with everybody beside it', () => {
    expect(keys(grid)).toEqual([screen, tileKey('a'), tileKey('b')]);
    expect(keys({ ...grid, layout: 'speaker' })[0]).toBe(screen);
    expect(ownPlace(arrange(shared, grid, null), false)).toBe('tile');
  });

  it('gives way to whoever is pinned, and can be pinned itself', () => {
    expect(keys({ ...grid, pinned: tileKey('b') })).toEqual([tileKey('b'), screen, tileKey('a')]);
    expect(keys({ ...grid, pinned: screen })[0]).toBe(screen);
  });

  it('of the only other one is beside the face', () => {
    const alone = tilesOf([{ ...aRemote('a'), state: { screen: true } }]);
    expect(arrange(alone, grid, null)).toMatchObject({
      as: 'speaker',
      main: { source: 'screen' },
      rest: [{ source: 'camera' }],
    });
  });
});

describe('the stage', () => {
  const speaker: StageChoice = { ...grid, layout: 'speaker' };
  const pinned: StageChoice = { ...grid, pinned: tileKey('c') };
  it.each<readonly [string[], StageChoice, string | null, string[]]>([
    [[], grid, null, ['nobody']],
    [['a'], grid, null, ['alone', 'a']],
    [['a'], speaker, null, ['alone', 'a']],
    [['a', 'b', 'c'], grid, 'b', ['grid', 'a', 'b', 'c']],
    [['a', 'b', 'c'], speaker, null, ['speaker', 'a', 'b', 'c']],
    [['a', 'b', 'c'], speaker, 'b', ['speaker', 'b', 'a', 'c']],
    [['a', 'b', 'c'], pinned, 'b', ['speaker', 'c', 'a', 'b']],
    [['a', 'b', 'c'], { ...pinned, layout: 'speaker' }, 'b', ['speaker', 'c', 'a', 'b']],
    // Who was pinned has left.
    [['a', 'b'], pinned, 'b', ['grid', 'a', 'b']],
  ])('of %j with %o while %s speaks is %j', (names, choice, speaks, shown) => {
    expect(told(arrange(tiles(...names), choice, speaks))).toEqual(shown);
  });

  it('has me in a corner beside one, as a tile among several, and nowhere if I wish so', () => {
    const alone = arrange(tiles('a'), grid, null);
    const several = arrange(tiles('a', 'b'), grid, null);
    expect(ownPlace(alone, false)).toBe('corner');
    expect(ownPlace(several, false)).toBe('tile');
    expect(ownPlace(arrange(tiles('a', 'b'), speaker, null), false)).toBe('tile');
    expect(ownPlace(several, true)).toBe('none');
    expect(ownPlace(alone, true)).toBe('none');
  });
});

const phone = { width: 374, height: 650 };
const desktop = { width: 1264, height: 640 };

/** Whether boxes lie within an area, apart from each other. */
function fit(boxes: readonly Box[], area: { readonly width: number; readonly height: number }) {
  const inside = boxes.every(
    ({ x, y, width, height }) =>
      x > -0.01 && y > -0.01 && x + width < area.width + 0.01 && y + height < area.height + 0.01,
  );
  const apart = boxes.every((one, index) =>
    boxes
      .slice(index + 1)
      .every(
        (other) =>
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y,
      ),
  );
  return inside && apart;
}

/** How many boxes stand in each row. */
function rows(boxes: readonly Box[]): readonly number[] {
  const found = new Map<number, number>();
  for (const { y } of boxes) found.set(Math.round(y), (found.get(Math.round(y)) ?? 0) + 1);
  return [...found.values()];
}

describe('the boxes of a grid', () => {
  it.each([
    [phone, 2, [1, 1]],
    [phone, 3, [1, 1, 1]],
    [phone, 4, [2, 2]],
    [phone, 8, [2, 2, 2, 2]],
    [desktop, 2, [2]],
    [desktop, 3, [3]],
    [desktop, 4, [2, 2]],
    [desktop, 12, [4, 4, 4]],
    [desktop, 13, [5, 5, 3]],
  ])('of %o for %i stand in rows of %j', (area, count, expected) => {
    expect(rows(gridBoxes(count, area))).toEqual(expected);
  });

  it('are inside, apart, of one size, and of a shape in which a face is not cut away', () => {
    for (const area of [phone, desktop, { width: 844, height: 300 }, { width: 150, height: 112 }]) {
      for (let count = 1; count <= gridHolds(area); count += 1) {
        const boxes = gridBoxes(count, area);
        expect(boxes).toHaveLength(count);
        expect(fit(boxes, area), JSON.stringify({ area, count })).toBe(true);
        for (const { width, height } of boxes) {
          expect(width / height).toBeGreaterThan(0.74);
          expect(width / height).toBeLessThan(1.79);
        }
      }
    }
  });

  it('never fail on an area that is not there yet', () => {
    expect(gridBoxes(3, { width: 0, height: 0 })).toHaveLength(3);
    expect(gridHolds({ width: 0, height: 0 })).toBe(1);
  });
});

describe('the boxes of the speaker view', () => {
  it('have the small ones at the side of a wide stage, and below on a phone', () => {
    const wide = speakerBoxes(3, desktop);
    expect(wide.strip.every(({ x }) => x >= wide.main.x + wide.main.width)).toBe(true);
    const high = speakerBoxes(3, phone);
    expect(high.strip.every(({ y }) => y >= high.main.y + high.main.height)).toBe(true);
  });

  it('are inside and apart, however many there are', () => {
    for (const area of [phone, desktop]) {
      for (let count = 0; count <= 30; count += 1) {
        const { main, strip } = speakerBoxes(count, area);
        expect(fit([main, ...strip], area), JSON.stringify({ area, count })).toBe(true);
      }
    }
  });
});

describe('the placement', () => {
  const many = arrange(tiles(...Array.from({ length: 20 }, (_, index) => `p${index}`)), grid, null);
  const all = (pages: readonly number[]) =>
    pages.flatMap((page) => [...place(many, true, desktop, page).boxes.keys()]);

  it('shows everybody on some page, once, and myself last', () => {
    expect(place(many, true, desktop, 0).pages).toBe(2);
    const keys = all([0, 1]);
    expect(new Set(keys).size).toBe(21);
    expect(keys).toHaveLength(21);
    expect(keys.at(-1)).toBe(ownKey);
  });

  it('fills pages alike, and leaves a page that is no more', () => {
    expect(place(many, true, desktop, 0).boxes.size).toBe(11);
    expect(place(many, true, desktop, 9)).toMatchObject({ page: 1, pages: 2 });
  });

  it('keeps the large one on every page of the speaker view', () => {
    const spoken = arrange(
      many.as === 'grid' ? many.tiles : [],
      { ...grid, layout: 'speaker' },
      'p7',
    );
    const { pages } = place(spoken, true, phone, 0);
    expect(pages).toBeGreaterThan(1);
    for (let page = 0; page < pages; page += 1) {
      expect(place(spoken, true, phone, page).boxes.has(tileKey('p7'))).toBe(true);
    }
    expect(place(spoken, true, phone, 0).boxes.has(ownKey)).toBe(true);
  });
});

it('raised hands come first, in their order; the rest as they came', () => {
  const people = [
    aRemote('a'),
    aRemote('b', { handSince: 20 }),
    aRemote('c'),
    aRemote('d', { handSince: 10 }),
  ];
  expect(byHands(people).map(({ uuid }) => uuid)).toEqual(['d', 'b', 'a', 'c']);
});

it('the line of hands has me in it, and one place for each, also of one second', () => {
  const remotes = [
    aRemote('a', { handSince: 20 }),
    aRemote('b'),
    aRemote('c', { handSince: 20 }),
    aRemote('d', { handSince: 10 }),
  ];
  const call = { remotes, meeting: { handSince: 15 } };
  expect(['d', null, 'a', 'c'].map((uuid) => placeInLine(call, uuid))).toEqual([1, 2, 3, 4]);
});
