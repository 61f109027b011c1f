'use client';

import { ChevronLeft, ChevronRight, Users } from 'lucide-react';
import { useState, type CSSProperties } from 'react';
import { useTranslations } from 'use-intl';

import { Avatar } from '@/components/ui/avatar';
import { isSpeaking } from '@/lib/web/call/active-speaker';
import type { CallView } from '@/lib/web/call/view';
import { isFaceOf } from './arrangement';
import { useBoxSize } from './fit';
import { OwnTile } from './own-tile';
import { ownKey, place, type Placement } from './placement';
import { RemoteTile } from './remote-tile';
import styles from './remotes.module.css';
import { nameOf } from './scene';
import { ScreenTile } from './screen-tile';
import type { StageView } from './stage-view';
import type { Box } from './tile-boxes';

/**
 * The other side: it fills the stage; several share it. A tile stays the same element wherever it stands, so that
 * no picture begins anew when somebody comes, or another view is chosen.
 */
export function Remotes({ call, view }: { readonly call: CallView; readonly view: StageView }) {
  const t = useTranslations('call.meeting');
  const [area, setArea] = useState<HTMLDivElement | null>(null);
  const [wanted, setPage] = useState(0);
  const size = useBoxSize(area);
  const { arrangement, tiles, choice } = view;
  const alone = arrangement.as === 'alone';
  const placement = place(
    arrangement,
    view.own === 'tile',
    size ?? { width: 0, height: 0 },
    wanted,
  );
  const ownBox = placement.boxes.get(ownKey);
  return (
    <>
      {arrangement.as === 'nobody' && <Nobody call={call} />}
      <div
        ref={setArea}
        role="group"
        aria-label={t('pictures')}
        className={styles.tiles}
        data-as={arrangement.as}
      >
        {tiles.map((tile) => {
          const box = placement.boxes.get(tile.key);
          if (box === undefined) return null;
          const main = arrangement.as === 'speaker' && arrangement.main === tile;
          const pin = {
            pinned: choice.pinned === tile.key,
            onPin: (pinned: boolean) => view.pin(pinned ? tile.key : null),
            // Beside a large tile a press is enough.
            onPress: arrangement.as === 'speaker' && !main ? () => view.pin(tile.key) : undefined,
          };
          return tile.source === 'screen' ? (
            <ScreenTile
              key={tile.key}
              remote={tile.remote}
              as={main ? 'main' : 'tile'}
              style={styleOf(box)}
              {...pin}
            />
          ) : (
            <RemoteTile
              key={tile.key}
              remote={tile.remote}
              as={alone ? 'alone' : main ? 'main' : 'tile'}
              callType={call.callType}
              style={alone ? undefined : styleOf(box)}
              {...pin}
            />
          );
        })}
        {ownBox && (
          <OwnTile own={call.own} style={styleOf(ownBox)} onHide={() => view.hideOwn(true)} />
        )}
      </div>
      <Unseen view={view} placement={placement} />
      <Pager placement={placement} onPage={setPage} />
    </>
  );
}

function styleOf({ x, y, width, height }: Box): CSSProperties {
  return { width, height, translate: `${x}px ${y}px` };
}

/** Who speaks on another page. */
function Unseen({
  view: { tiles, speaker },
  placement,
}: {
  readonly view: StageView;
  readonly placement: Placement;
}) {
  const t = useTranslations('call.meeting');
  const heard = tiles.find((tile) => isFaceOf(tile, speaker));
  const unseen = heard && !placement.boxes.has(heard.key) && isSpeaking(heard.remote);
  if (!heard || !unseen) return null;
  return <p className={styles.unseen}>{t('speaks', { name: nameOf(heard.remote) })}</p>;
}

/** The way to the people who found no place. */
function Pager({
  placement: { page, pages },
  onPage,
}: {
  readonly placement: Placement;
  readonly onPage: (page: number) => void;
}) {
  const t = useTranslations('call.meeting');
  if (pages === 1) return null;
  return (
    <nav aria-label={t('pages')} data-pager className={styles.pager}>
      <button
        type="button"
        aria-label={t('previous')}
        title={t('previous')}
        disabled={page === 0}
        className={styles.turn}
        onClick={() => onPage(page - 1)}
      >
        <ChevronLeft aria-hidden="true" size={22} />
      </button>
      <span role="status" className={styles.page}>
        {t('page', { page: page + 1, pages })}
      </span>
      <button
        type="button"
        aria-label={t('next')}
        title={t('next')}
        disabled={page === pages - 1}
        className={styles.turn}
        onClick={() => onPage(page + 1)}
      >
        <ChevronRight aria-hidden="true" size={22} />
      </button>
    </nav>
  );
}

/** Before the other side is there: connecting, or a meeting with nobody else in it. */
function Nobody({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.stage');
  const name = nameOf(call.peer);
  if (call.kind === 'gateway' || call.phase.phase === 'connecting') {
    return (
      <div className={styles.nobody}>
        <Avatar address={call.peer.address} name={name} size="call" />
        <p className={styles.name}>{name}</p>
      </div>
    );
  }
  return (
    <div className={styles.nobody}>
      <span className={styles.alone}>
        <Users aria-hidden="true" size={40} />
      </span>
      <p className={styles.name}>{t('alone')}</p>
      <p className={styles.text}>{t('aloneText')}</p>
    </div>
  );
}
