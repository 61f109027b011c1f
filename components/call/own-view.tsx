'use client';

import clsx from 'clsx';
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslations } from 'use-intl';

import { announce } from '@/components/ui/notices';
import type { OwnMedia } from '@/lib/web/call/view';
import { cornerAfter, nearestCorner, readArrow, type Corner } from './corners';
import type { Ratio } from './fit';
import { Picture } from './picture';
import styles from './own-view.module.css';

/**
 * One's own picture: it fills the stage while one calls, then goes to a corner, where it can be dragged,
 * or moved with the arrow keys, to any other.
 */
export function OwnView({
  own,
  place,
}: {
  readonly own: OwnMedia;
  readonly place: 'stage' | 'corner';
}) {
  const t = useTranslations('call.stage');
  const [corner, setCorner] = useState<Corner>('topRight');
  const [drag, setDrag] = useState<Drag | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const [ratio, setRatio] = useState<Ratio>(null);
  const [settled, setSettled] = useState(false);
  if (!own.preview || !own.camera.on) return null;

  const moveTo = (next: Corner) => {
    setCorner(next);
    announce(t(`movedTo.${next}`));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = readArrow(event.key);
    if (!arrow) return;
    event.preventDefault();
    moveTo(cornerAfter(corner, arrow));
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ fromX: event.clientX, fromY: event.clientY, x: 0, y: 0 });
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!drag) return;
    setDrag({ ...drag, x: event.clientX - drag.fromX, y: event.clientY - drag.fromY });
  };
  const onPointerUp = () => {
    const stage = box.current?.parentElement?.getBoundingClientRect();
    const own = box.current?.getBoundingClientRect();
    if (drag && stage && own && Math.hypot(drag.x, drag.y) > 8) {
      setCorner(nearestCorner(stage, own));
    }
    setDrag(null);
  };
  const movable = place === 'corner' && {
    role: 'group',
    tabIndex: 0,
    'aria-label': t('yourPicture'),
    onKeyDown,
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel: () => setDrag(null),
  };
  return (
    <div
      ref={box}
      {...movable}
      data-corner={place === 'corner' ? corner : undefined}
      data-wide={(ratio !== null && ratio > 1) || undefined}
      onAnimationEnd={() => setSettled(true)}
      className={clsx(
        styles.own,
        place === 'stage' ? styles.stage : [styles.corner, styles[corner]],
        settled && styles.settled,
        ratio !== null && ratio > 1 && styles.wide,
        drag && styles.dragged,
      )}
      style={drag ? { transform: `translate(${drag.x}px, ${drag.y}px)` } : undefined}
    >
      <Picture
        stream={own.preview}
        label={t('you')}
        mirrored={own.facing === 'user'}
        fills
        onRatio={setRatio}
      />
    </div>
  );
}

/** A drag that goes on: where it began, and how far it went, px. */
interface Drag {
  readonly fromX: number;
  readonly fromY: number;
  readonly x: number;
  readonly y: number;
}
