import type { Arrangement } from './arrangement';
import { gridBoxes, gridHolds, speakerBoxes, stripHolds, type Box, type Size } from './tile-boxes';

/** The key of one's own tile. */
export const ownKey = 'own';

/** Where each tile of the page that is shown stands. */
export interface Placement {
  readonly boxes: ReadonlyMap<string, Box>;
  /** The page that is shown, from 0, and how many there are. */
  readonly page: number;
  readonly pages: number;
}

/**
 * Places the tiles of an arrangement, with one's own among them or not. More than find a place are shown a page at a time;
 * pages are as full as each other, and a page that is no more gives way to the last.
 */
export function place(
  arrangement: Arrangement,
  withOwn: boolean,
  area: Size,
  wanted: number,
): Placement {
  const own = withOwn ? [ownKey] : [];
  switch (arrangement.as) {
    case 'nobody':
      return { boxes: new Map(), page: 0, pages: 1 };
    case 'alone':
      return {
        boxes: new Map([[arrangement.tile.key, { x: 0, y: 0, ...area }]]),
        page: 0,
        pages: 1,
      };
    case 'grid': {
      const keys = [...arrangement.tiles.map(({ key }) => key), ...own];
      const { shown, ...rest } = pageOf(keys, gridHolds(area), wanted);
      return { boxes: paired(shown, gridBoxes(shown.length, area)), ...rest };
    }
    case 'speaker': {
      const keys = [...own, ...arrangement.rest.map(({ key }) => key)];
      const { shown, ...rest } = pageOf(keys, stripHolds(area), wanted);
      const { main, strip } = speakerBoxes(shown.length, area);
      return { boxes: paired(shown, strip).set(arrangement.main.key, main), ...rest };
    }
  }
}

function pageOf(keys: readonly string[], holds: number, wanted: number) {
  const pages = Math.max(1, Math.ceil(keys.length / holds));
  const perPage = Math.ceil(keys.length / pages);
  const page = Math.min(wanted, pages - 1);
  return { shown: keys.slice(page * perPage, (page + 1) * perPage), page, pages };
}

function paired(keys: readonly string[], boxes: readonly Box[]): Map<string, Box> {
  const pairs = keys.flatMap((key, index): (readonly [string, Box])[] => {
    const box = boxes[index];
    return box === undefined ? [] : [[key, box]];
  });
  return new Map(pairs);
}
