/** Where one's own picture may be. */
export type Corner = 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight';

/** An arrow key. */
type Arrow = 'left' | 'right' | 'up' | 'down';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The arrow that a key is; undefined for every other key. */
export function readArrow(key: string): Arrow | undefined {
  return arrows[key];
}

const arrows: Readonly<Record<string, Arrow>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The corner that lies in the direction of an arrow; the same one at the edge. */
export function cornerAfter(corner: Corner, arrow: Arrow): Corner {
  const isTop = arrow === 'up' || (arrow !== 'down' && corner.startsWith('top'));
  const isLeft = arrow === 'left' || (arrow !== 'right' && corner.endsWith('Left'));
  return cornerOf(isTop, isLeft);
}

/** The corner of the stage to which a box that was let go is nearest. */
export function nearestCorner(stage: Box, box: Box): Corner {
  const middleX = box.left + box.width / 2;
  const middleY = box.top + box.height / 2;
  return cornerOf(middleY < stage.top + stage.height / 2, middleX < stage.left + stage.width / 2);
}

function cornerOf(isTop: boolean, isLeft: boolean): Corner {
  if (isTop) return isLeft ? 'topLeft' : 'topRight';
  return isLeft ? 'bottomLeft' : 'bottomRight';
}
