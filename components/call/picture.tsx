'use client';

import clsx from 'clsx';
import { useEffect, useState } from 'react';

import { notePicture } from '@/lib/web/media/shown-pictures';
import { fitOf, useBoxRatio, usePictureRatio, type Ratio } from './fit';
import styles from './picture.module.css';

/**
 * What a camera shows, in the middle of its parent. Without sound: the library plays that itself. `mirrored` is for oneself alone;
 * `fills` cuts away whatever does not fit.
 */
export function Picture({
  stream,
  label,
  mirrored = false,
  fills = false,
  whole = false,
  floats = false,
  onRatio,
}: {
  readonly stream: MediaStream;
  readonly label: string;
  readonly mirrored?: boolean;
  readonly fills?: boolean;
  /** Nothing is ever cut away: a screen is read. */
  readonly whole?: boolean;
  /** The browser may show it over other windows: not one's own. */
  readonly floats?: boolean;
  /** Hears of the ratio of the picture; the same function in every render. */
  readonly onRatio?: (ratio: Ratio) => void;
}) {
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const ratio = usePictureRatio(video);
  const place = useBoxRatio(video?.parentElement);
  const fit = fills || whole ? null : fitOf(ratio, place);
  useEffect(() => (video ? attach(video, stream) : undefined), [stream, video]);
  useEffect(() => onRatio?.(ratio), [onRatio, ratio]);
  return (
    <video
      ref={setVideo}
      aria-label={label}
      autoPlay
      muted
      playsInline
      disablePictureInPicture={!floats}
      data-floats={floats || undefined}
      className={clsx(
        styles.picture,
        mirrored && styles.mirrored,
        (whole || fit?.fit === 'whole') && styles.whole,
        fit?.fit === 'trim' && styles.trim,
      )}
      style={fit?.fit === 'trim' ? { aspectRatio: fit.ratio } : undefined}
    />
  );
}

function attach(video: HTMLVideoElement, stream: MediaStream): () => void {
  video.srcObject = stream;
  const hidden = notePicture(stream, video);
  return () => {
    hidden();
    video.srcObject = null;
  };
}
