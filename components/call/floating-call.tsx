'use client';

import clsx from 'clsx';
import { Mic, MicOff, PhoneOff } from 'lucide-react';
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useTranslations } from 'use-intl';

import { Avatar } from '@/components/ui/avatar';
import { useCallClient } from '@/lib/web/hooks/calls';
import type { CallView } from '@/lib/web/call/view';
import { isFaceOf, type Arrangement, type Tile } from './arrangement';
import { closeFloating, useFloatingWindow } from './floating';
import styles from './floating-call.module.css';
import { Picture } from './picture';
import { nameOf } from './scene';
import type { StageView } from './stage-view';

/** The call in a window of its own over all others, while the person works elsewhere. */
export function FloatingCall({
  call,
  view,
}: {
  readonly call: CallView;
  readonly view: StageView;
}) {
  const opened = useFloatingWindow();
  useEffect(() => closeFloating, []);
  if (!opened) return null;
  return createPortal(<Floating call={call} view={view} />, opened.document.body);
}

function Floating({ call, view }: { readonly call: CallView; readonly view: StageView }) {
  const t = useTranslations('call.controls');
  const tStage = useTranslations('call.stage');
  const client = useCallClient();
  const tile = largeOf(view.arrangement, view.speaker);
  const { on } = call.own.microphone;
  const mute = on ? t('mute') : t('unmute');
  const name = nameOf(tile?.remote ?? call.peer);
  const label = tile?.source === 'screen' ? tStage('screenOf', { name }) : name;
  const stream = tile?.source === 'screen' ? tile.remote.screen : faceOf(tile);
  return (
    <div className={styles.call} data-theme="dark">
      {stream ? (
        <Picture stream={stream} label={label} whole={tile?.source === 'screen'} />
      ) : (
        <Avatar address={tile?.remote.address ?? call.peer.address} name={name} size="call" />
      )}
      <p className={styles.name}>{label}</p>
      <div role="toolbar" aria-label={t('label')} className={styles.bar}>
        <button
          type="button"
          aria-label={mute}
          title={mute}
          className={clsx(styles.control, !on && styles.off)}
          onClick={() => client.setMicrophone(call.key, !on)}
        >
          {on ? <Mic aria-hidden="true" size={20} /> : <MicOff aria-hidden="true" size={20} />}
        </button>
        <button
          type="button"
          aria-label={t('hangUp')}
          title={t('hangUp')}
          className={clsx(styles.control, styles.end)}
          onClick={() => client.hangUp(call.key)}
        >
          <PhoneOff aria-hidden="true" size={20} />
        </button>
      </div>
    </div>
  );
}

/** What is large on the stage; in a grid whoever speaks. */
function largeOf(arrangement: Arrangement, speaker: string | null): Tile | undefined {
  switch (arrangement.as) {
    case 'nobody':
      return undefined;
    case 'alone':
      return arrangement.tile;
    case 'speaker':
      return arrangement.main;
    case 'grid':
      return arrangement.tiles.find((tile) => isFaceOf(tile, speaker)) ?? arrangement.tiles[0];
  }
}

function faceOf(tile: Tile | undefined): MediaStream | null {
  return tile?.remote.hasVideo ? tile.remote.stream : null;
}
