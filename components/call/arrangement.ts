import type { RemoteView } from '@/lib/web/call/view';

/** Which picture of a participant a tile shows. */
export type TileSource = 'camera' | 'screen';

/** One picture on the stage. */
export interface Tile {
  readonly key: string;
  readonly remote: RemoteView;
  readonly source: TileSource;
}

/** The key of a tile, by which it is pinned. */
export function tileKey(uuid: string, source: TileSource = 'camera'): string {
  return `${uuid} ${source}`;
}

/** A tile for each picture that there is, in the order of arrival: screens, then people. */
export function tilesOf(remotes: readonly RemoteView[]): readonly Tile[] {
  const of = (source: TileSource) => (remote: RemoteView) => ({
    key: tileKey(remote.uuid, source),
    remote,
    source,
  });
  const sharing = remotes.filter(({ state }) => state.screen === true);
  return [...sharing.map(of('screen')), ...remotes.map(of('camera'))];
}

/** How a person wants to see several others. */
export type Layout = 'grid' | 'speaker';

/** What a person chose about the stage. */
export interface StageChoice {
  readonly layout: Layout;
  /** The key of the tile that stays large. */
  readonly pinned: string | null;
  readonly ownHidden: boolean;
}

/** How the tiles share the stage. */
export type Arrangement =
  | { readonly as: 'nobody' }
  | { readonly as: 'alone'; readonly tile: Tile }
  | { readonly as: 'grid'; readonly tiles: readonly Tile[] }
  /** One is large; the rest are small beside it. */
  | { readonly as: 'speaker'; readonly main: Tile; readonly rest: readonly Tile[] };

/**
 * The arrangement of some tiles: who is pinned is large in either layout, else a screen that is shared; in the
 * speaker's, who speaks or spoke last is, or the first until somebody does.
 */
export function arrange(
  tiles: readonly Tile[],
  { layout, pinned }: StageChoice,
  speaker: string | null,
): Arrangement {
  const [first, second] = tiles;
  if (first === undefined) return { as: 'nobody' };
  if (second === undefined) return { as: 'alone', tile: first };
  const held =
    tiles.find(({ key }) => key === pinned) ?? tiles.find(({ source }) => source === 'screen');
  if (layout === 'grid' && held === undefined) return { as: 'grid', tiles };
  const main = held ?? tiles.find((tile) => isFaceOf(tile, speaker)) ?? first;
  return { as: 'speaker', main, rest: tiles.filter((tile) => tile !== main) };
}

/** Whether a tile shows somebody's face. */
export function isFaceOf({ remote, source }: Tile, uuid: string | null): boolean {
  return source === 'camera' && remote.uuid === uuid;
}

/** With so many others in a grid one's own picture is a tile among theirs. */
const ownTileFrom = 2;

/** Where one's own picture is: a tile among the others', in its corner, or nowhere. */
export function ownPlace(arrangement: Arrangement, ownHidden: boolean): 'tile' | 'corner' | 'none' {
  if (ownHidden) return 'none';
  const isTile =
    arrangement.as === 'speaker' ||
    (arrangement.as === 'grid' && arrangement.tiles.length >= ownTileFrom);
  return isTile ? 'tile' : 'corner';
}
