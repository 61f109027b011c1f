'use client';

import { useTranslations } from 'use-intl';

import { announce, notify } from '@/components/ui/notices';
import { useActiveSpeaker } from '@/lib/web/hooks/active-speaker';
import type { CallView } from '@/lib/web/call/view';
import {
  arrange,
  ownPlace,
  tilesOf,
  type Arrangement,
  type Layout,
  type StageChoice,
  type Tile,
} from './arrangement';
import type { KeptCall } from './kept';
import { nameOf } from './scene';

/** How this person sees the call, and how to see it otherwise. */
export interface StageView {
  readonly choice: StageChoice;
  readonly tiles: readonly Tile[];
  readonly arrangement: Arrangement;
  /** Where one's own picture is. */
  readonly own: 'tile' | 'corner' | 'none';
  /** Who speaks, or spoke last. */
  readonly speaker: string | null;
  /** Changes the layout; nobody stays pinned. */
  readonly show: (layout: Layout) => void;
  /** Keeps a tile large, or (null) none any more. */
  readonly pin: (key: string | null) => void;
  readonly hideOwn: (hidden: boolean) => void;
}

/** The view of a call; it begins as a grid and lasts as long as the call. */
export function useStageView(call: CallView, { choice, choose }: KeptCall): StageView {
  const t = useTranslations('call.meeting');
  const tStage = useTranslations('call.stage');
  const speaker = useActiveSpeaker(call.key);
  const tiles = tilesOf(call.remotes);
  const arrangement = arrange(tiles, choice, speaker);
  const nameOfTile = ({ remote, source }: Tile) =>
    source === 'screen' ? tStage('screenOf', { name: nameOf(remote) }) : nameOf(remote);
  return {
    choice,
    tiles,
    arrangement,
    own: ownPlace(arrangement, choice.ownHidden),
    speaker,
    show: (layout) => choose({ layout, pinned: null }),
    pin(pinned) {
      choose({ pinned });
      const tile = tiles.find(({ key }) => key === pinned);
      announce(tile ? t('said.pinned', { name: nameOfTile(tile) }) : t('said.unpinned'));
    },
    hideOwn(ownHidden) {
      choose({ ownHidden });
      if (!ownHidden) return;
      const action = { label: t('show'), run: () => choose({ ownHidden: false }) };
      notify({ tone: 'information', text: t('ownHidden'), action });
    },
  };
}
