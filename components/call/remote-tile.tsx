'use client';

import clsx from 'clsx';
import { Hand, MicOff, Pin, PinOff, VideoOff } from 'lucide-react';
import { useState, type CSSProperties } from 'react';
import { useTranslations } from 'use-intl';

import { Avatar } from '@/components/ui/avatar';
import { Spinner } from '@/components/ui/spinner';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import { isSpeaking } from '@/lib/web/call/active-speaker';
import type { RemoteView } from '@/lib/web/call/view';
import type { CallType } from '@/lib/platform/calling';
import { Picture } from './picture';
import { nameOf } from './scene';
import styles from './remote-tile.module.css';

/** Whether a participant sends no sound: it says so, or the host muted it. */
export function isMuted(remote: RemoteView): boolean {
  return remote.muted || remote.state.audio === false;
}

/**
 * Another participant: its picture or, without one, its avatar, and what keeps it from being seen or heard.
 * `alone` fills the stage, `tile` is one of several, `main` the large one among them.
 */
export function RemoteTile({
  remote,
  as,
  callType,
  style,
  pinned,
  onPin,
  onPress,
}: {
  readonly remote: RemoteView;
  readonly as: 'alone' | 'main' | 'tile';
  readonly callType: CallType;
  readonly style?: CSSProperties | undefined;
  readonly pinned: boolean;
  readonly onPin: (pinned: boolean) => void;
  /** A press anywhere on it; by keyboard its pin does the same. */
  readonly onPress?: (() => void) | undefined;
}) {
  const t = useTranslations('call.stage');
  const name = nameOf(remote);
  const shown = remote.hasVideo && mayShowPicture(remote);
  const awaited = useAwaitsPicture(remote) && callType === 'video';
  const speaking = isSpeaking(remote);
  const alone = as === 'alone';
  return (
    <div
      role={alone ? undefined : 'group'}
      aria-label={alone ? undefined : name}
      className={clsx(styles.tile, !alone && speaking && styles.speaking)}
      data-as={as}
      data-speaking={speaking || undefined}
      style={style}
      onClick={onPress}
    >
      {!shown && (
        <div className={styles.faceless}>
          <span className={styles.face} style={{ boxShadow: glow(speaking, remote.audioLevel) }}>
            <Avatar address={remote.address} name={name} size={alone ? 'call' : 'large'} />
          </span>
          {alone && <p className={styles.faceName}>{name}</p>}
        </div>
      )}
      {(shown || awaited) && remote.stream && (
        <Picture stream={remote.stream} label={name} fills={as === 'tile'} floats />
      )}
      <RemoteTrouble remote={remote} name={name} />
      {!alone && (
        <p className={styles.label}>
          {isMuted(remote) && <MicOff aria-hidden="true" size={14} />}
          {pinned && <Pin aria-hidden="true" size={14} />}
          <span className={styles.labelName}>{name}</span>
        </p>
      )}
      {!alone && <PinButton name={name} pinned={pinned} onPin={onPin} />}
      {!alone && remote.handSince !== null && (
        <span aria-hidden="true" className={styles.hand}>
          <Hand size={18} />
        </span>
      )}
      {alone && <Notes remote={remote} name={name} callType={callType} />}
      {isMuted(remote) && !alone && <VisuallyHidden>{t('muted', { name })}</VisuallyHidden>}
      {remote.handSince !== null && <VisuallyHidden>{t('raisedHand', { name })}</VisuallyHidden>}
    </div>
  );
}

/** Keeps a tile large, or no longer. */
export function PinButton({
  name,
  pinned,
  onPin,
}: {
  readonly name: string;
  readonly pinned: boolean;
  readonly onPin: (pinned: boolean) => void;
}) {
  const t = useTranslations('call.meeting');
  const label = pinned ? t('unpin', { name }) : t('pin', { name });
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={styles.act}
      onClick={(event) => {
        // The tile beneath it takes presses, too.
        event.stopPropagation();
        onPin(!pinned);
      }}
    >
      {pinned ? <PinOff aria-hidden="true" size={18} /> : <Pin aria-hidden="true" size={18} />}
    </button>
  );
}

/** What is good to know of the other side while a call goes on: muted, without camera. */
function Notes({
  remote,
  name,
  callType,
}: {
  readonly remote: RemoteView;
  readonly name: string;
  readonly callType: CallType;
}) {
  const t = useTranslations('call.stage');
  const { state, leg } = remote;
  if (state.hold || state.paused || leg === 'none' || leg === 'connecting') return null;
  const noCamera = callType === 'video' && state.video === false;
  return (
    <div className={styles.notes}>
      {isMuted(remote) && (
        <p className={styles.note}>
          <MicOff aria-hidden="true" size={16} />
          {t('muted', { name })}
        </p>
      )}
      {noCamera && (
        <p className={styles.note}>
          <VideoOff aria-hidden="true" size={16} />
          {t('cameraOff', { name })}
        </p>
      )}
    </div>
  );
}

/** A ring around a face without a picture that grows with the voice; `level` is 0 to 1. */
function glow(speaking: boolean, level: number): string {
  return `0 0 0 ${speaking ? Math.min(1, level * 2) : 0}rem rgb(127 138 255 / 0.28)`;
}

function mayShowPicture({ stream, state }: RemoteView): boolean {
  return stream !== null && state.video !== false && !state.paused && !state.hold;
}

/**
 * Until the first picture came its element is there already, empty over the face: it shows the first frame
 * as soon as there is one, without waiting for the page. Later a picture that stopped gives way to the face.
 */
function useAwaitsPicture(remote: RemoteView): boolean {
  const [came, setCame] = useState(false);
  if (remote.hasVideo && !came) setCame(true);
  return !came && mayShowPicture(remote);
}

/** Why nothing comes from it at the moment; in the middle, over the last picture. */
function RemoteTrouble({ remote, name }: { readonly remote: RemoteView; readonly name: string }) {
  const t = useTranslations('call.stage');
  if (remote.state.hold) return <p className={styles.trouble}>{t('peerHold', { name })}</p>;
  if (remote.state.paused) return <p className={styles.trouble}>{t('paused', { name })}</p>;
  if (remote.leg === 'reconnecting' || (!remote.connected && remote.leg !== 'flowing')) {
    return (
      <p className={styles.trouble}>
        <Spinner />
        {t('away', { name })}
      </p>
    );
  }
  return null;
}
