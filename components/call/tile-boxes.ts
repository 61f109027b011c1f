/** Width and height, px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a tile stands in its area, px. */
export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** The gap between tiles, px. */
const gap = 8;

/** How narrow and how wide a tile in a grid may be: faces are cut no more than that. */
const narrowest = 3 / 4;
const widest = 16 / 9;

/** The smallest tile in which a face is still one, px. */
const smallest: Size = { width: 150, height: 112 };

/** The most tiles at once: more are neither seen nor decoded well. */
const most = 16;

/** How many tiles a page of the grid holds, at least one. */
export function gridHolds({ width, height }: Size): number {
  const columns = Math.floor((width + gap) / (smallest.width + gap));
  const rows = Math.floor((height + gap) / (smallest.height + gap));
  return Math.min(most, Math.max(1, columns) * Math.max(1, rows));
}

/** Boxes for so many tiles of one size, as large as they can be; the last row stands in the middle. */
export function gridBoxes(count: number, area: Size): readonly Box[] {
  if (count === 0) return [];
  const { columns, tile } = bestGrid(count, area);
  const rows = Math.ceil(count / columns);
  const top = (area.height - spanOf(rows, tile.height)) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = (area.width - spanOf(inRow, tile.width)) / 2;
    return {
      x: left + (index % columns) * (tile.width + gap),
      y: top + row * (tile.height + gap),
      ...tile,
    };
  });
}

function bestGrid(count: number, area: Size): { readonly columns: number; readonly tile: Size } {
  let best = { columns: 1, tile: { width: 0, height: 0 } };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const tile = clamped({
      width: (area.width - gap * (columns - 1)) / columns,
      height: (area.height - gap * (rows - 1)) / rows,
    });
    if (tile.width * tile.height > best.tile.width * best.tile.height) best = { columns, tile };
  }
  return best;
}

function clamped({ width, height }: Size): Size {
  return {
    width: Math.max(0, Math.min(width, height * widest)),
    height: Math.max(0, Math.min(height, width / narrowest)),
  };
}

/** One large tile, and a strip of small ones: at its side where the area is wide, else below. */
export interface SpeakerBoxes {
  readonly main: Box;
  /** As many as find a place, `shown` at most. */
  readonly strip: readonly Box[];
}

/** Boxes for the speaker's view with `shown` small tiles. */
export function speakerBoxes(shown: number, area: Size): SpeakerBoxes {
  const { width, height } = area;
  if (shown === 0) return { main: { x: 0, y: 0, width, height }, strip: [] };
  const small = stripTile(area);
  const count = Math.min(shown, stripHolds(area));
  if (isWide(area)) {
    const top = (height - spanOf(count, small.height)) / 2;
    const x = width - small.width;
    return {
      main: { x: 0, y: 0, width: x - gap, height },
      strip: Array.from({ length: count }, (_, index) => ({
        x,
        y: top + index * (small.height + gap),
        ...small,
      })),
    };
  }
  const left = (width - spanOf(count, small.width)) / 2;
  const y = height - small.height;
  return {
    main: { x: 0, y: 0, width, height: y - gap },
    strip: Array.from({ length: count }, (_, index) => ({
      x: left + index * (small.width + gap),
      y,
      ...small,
    })),
  };
}

/** How many small tiles a page of the strip holds, at least one. */
export function stripHolds(area: Size): number {
  const small = stripTile(area);
  const along = isWide(area)
    ? (area.height + gap) / (small.height + gap)
    : (area.width + gap) / (small.width + gap);
  return Math.max(1, Math.floor(along));
}

function stripTile(area: Size): Size {
  if (isWide(area)) {
    const width = between(140, area.width * 0.18, 240);
    return { width, height: (width * 9) / 16 };
  }
  const height = between(84, area.height * 0.17, 132);
  return { width: height, height };
}

function isWide({ width, height }: Size): boolean {
  return width > height;
}

function between(least: number, wanted: number, greatest: number): number {
  return Math.min(greatest, Math.max(least, wanted));
}

/** How long a row of so many tiles is, with its gaps, px. */
function spanOf(count: number, size: number): number {
  return count * size + (count - 1) * gap;
}
