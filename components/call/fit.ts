'use client';

import { useEffect, useState } from 'react';

/** Width over height, or null while nothing is known. */
export type Ratio = number | null;

/** The most of a picture that may be cut away to fill its place, as a share of its area. */
const mayCut = 0.34;

/**
 * How a picture fits its place: it fills it where little is cut away, else it is shown whole. A face held
 * upright fills a phone; it is not cut to a strip on a desktop.
 */
export function fitOf(picture: Ratio, place: Ratio): 'cover' | 'contain' {
  if (picture === null || place === null) return 'cover';
  const kept = Math.min(picture, place) / Math.max(picture, place);
  return 1 - kept <= mayCut ? 'cover' : 'contain';
}

/** The ratio of what a video element shows, kept up to date as the other side turns its phone. */
export function usePictureRatio(video: HTMLVideoElement | null): Ratio {
  const [ratio, setRatio] = useState<Ratio>(null);
  useEffect(() => {
    if (!video) return;
    const read = () => setRatio(ratioOf(video.videoWidth, video.videoHeight));
    video.addEventListener('resize', read);
    video.addEventListener('loadedmetadata', read);
    return () => {
      video.removeEventListener('resize', read);
      video.removeEventListener('loadedmetadata', read);
    };
  }, [video]);
  return ratio;
}

/** The ratio of an element's box. */
export function useBoxRatio(box: HTMLElement | null): Ratio {
  const [ratio, setRatio] = useState<Ratio>(null);
  useEffect(() => {
    if (!box) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setRatio(ratioOf(entry.contentRect.width, entry.contentRect.height));
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [box]);
  return ratio;
}

function ratioOf(width: number, height: number): Ratio {
  return width > 0 && height > 0 ? width / height : null;
}
