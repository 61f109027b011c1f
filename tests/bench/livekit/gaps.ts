import type { Page } from '@playwright/test';

/** The longest time without a new picture, and without sound, since it was last asked; ms. */
export interface Gaps {
  readonly picture: number;
  readonly sound: number;
}

declare global {
  interface Window {
    takeGaps(): Gaps;
  }
  interface HTMLMediaElement {
    /** Chromium's (Media Capture from DOM Elements, 3). */
    captureStream(): MediaStream;
  }
}

/**
 * Watches somebody's picture and what the page's loudspeaker gets. The other's microphone must never pause.
 * Call it before the page has begun to play.
 */
export async function watchGaps(page: Page, name: string): Promise<() => Promise<Gaps>> {
  // What runs this file names its functions by a helper of its own, which the page has not.
  await page.evaluate('globalThis.__name ??= (named) => named');
  await page.evaluate((label) => {
    const gaps = { picture: 0, sound: 0 };
    let seenAt = performance.now();
    let heardAt = performance.now();
    const watched = new WeakSet<Element>();
    const look = () => {
      for (const video of document.querySelectorAll('video')) {
        if (video.ariaLabel !== label || watched.has(video)) continue;
        watched.add(video);
        const seen = () => {
          const now = performance.now();
          gaps.picture = Math.max(gaps.picture, now - seenAt);
          seenAt = now;
          video.requestVideoFrameCallback(seen);
        };
        video.requestVideoFrameCallback(seen);
      }
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    look();

    const context = new AudioContext();
    const ear = context.createAnalyser();
    ear.fftSize = 256;
    const samples = new Float32Array(ear.fftSize);
    const listen = (element: HTMLAudioElement) => {
      // What the element really plays, whatever of its stream has changed.
      const played = element.captureStream();
      const connect = (track: MediaStreamTrack) =>
        context.createMediaStreamSource(new MediaStream([track])).connect(ear);
      played.getAudioTracks().forEach(connect);
      played.addEventListener('addtrack', ({ track }) => connect(track));
    };
    const Original = window.Audio;
    window.Audio = class extends Original {
      override play(): Promise<void> {
        listen(this);
        return super.play();
      }
    };
    setInterval(() => {
      ear.getFloatTimeDomainData(samples);
      const now = performance.now();
      if (samples.every((sample) => Math.abs(sample) < 0.001)) return;
      gaps.sound = Math.max(gaps.sound, now - heardAt);
      heardAt = now;
    }, 5);
    window.takeGaps = () => {
      const now = performance.now();
      const taken = {
        picture: Math.max(gaps.picture, now - seenAt),
        sound: Math.max(gaps.sound, now - heardAt),
      };
      gaps.picture = 0;
      gaps.sound = 0;
      seenAt = now;
      heardAt = now;
      return taken;
    };
  }, name);
  return () => page.evaluate(() => window.takeGaps());
}
