'use client';

import clsx from 'clsx';
import { useEffect, useState } from 'react';

import { fitOf, useBoxRatio, usePictureRatio, type Ratio } from './fit';
import styles from './picture.module.css';

/**
 * What a camera shows. Without sound: the library plays that itself. `mirrored` is for oneself alone;
 * `fills` cuts away whatever does not fit.
 */
export function Picture({
  stream,
  label,
  mirrored = false,
  fills = false,
  onRatio,
}: {
  readonly stream: MediaStream;
  readonly label: string;
  readonly mirrored?: boolean;
  readonly fills?: boolean;
  /** Hears of the ratio of the picture; the same function in every render. */
  readonly onRatio?: (ratio: Ratio) => void;
}) {
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const ratio = usePictureRatio(video);
  const place = useBoxRatio(video);
  useEffect(() => {
    if (!video) return;
    video.srcObject = stream;
    return () => {
      video.srcObject = null;
    };
  }, [stream, video]);
  useEffect(() => onRatio?.(ratio), [onRatio, ratio]);
  return (
    <video
      ref={setVideo}
      aria-label={label}
      autoPlay
      muted
      playsInline
      disablePictureInPicture
      className={clsx(
        styles.picture,
        mirrored && styles.mirrored,
        !fills && fitOf(ratio, place) === 'contain' && styles.whole,
      )}
    />
  );
}
