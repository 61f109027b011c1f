'use client';

import { useEffect, useState } from 'react';

import type { Size } from './tile-boxes';

/** Width over height, or null while nothing is known. */
export type Ratio = number | null;

/** The most of a picture that may be cut away, as a share of its area. */
const mayCut = 0.34;

/**
 * How a picture fits its place: it fills it where little is cut away. A wide one on an upright phone is
 * trimmed at its sides, to `ratio`, where nobody's face is; an upright one on a desktop is shown whole.
 */
export type Fit =
  { readonly fit: 'fill' } | { readonly fit: 'whole' } | { readonly fit: 'trim'; ratio: number };

/** The fit of a picture in a place. */
export function fitOf(picture: Ratio, place: Ratio): Fit {
  if (picture === null || place === null) return { fit: 'fill' };
  const kept = Math.min(picture, place) / Math.max(picture, place);
  if (1 - kept <= mayCut) return { fit: 'fill' };
  return picture > place ? { fit: 'trim', ratio: picture * (1 - mayCut) } : { fit: 'whole' };
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

/** The size of an element's box, px; null before it is known. */
export function useBoxSize(box: HTMLElement | null): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    if (!box) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      setSize({ width, height });
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [box]);
  return size;
}

/** The ratio of an element's box. */
export function useBoxRatio(box: HTMLElement | null | undefined): Ratio {
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
