import type { Page } from '@playwright/test';

/** The longest times since it was last asked; ms. */
export interface Gaps {
  /** Without a new picture: the last one stands still. */
  readonly picture: number;
  /** With no picture at all: nothing but black, or nobody's picture on the page. */
  readonly black: number;
  readonly sound: number;
}

declare global {
  interface Window {
    takeGaps(): Promise<Gaps>;
  }
  interface HTMLMediaElement {
    /** Chromium's (Media Capture from DOM Elements, 3). */
    captureStream(): MediaStream;
  }
}

/** Counts silence where sound is made, which a busy page does not delay. */
const ear = `
  registerProcessor('ear', class extends AudioWorkletProcessor {
    constructor() {
      super();
      this.silent = 0;
      this.longest = 0;
      this.port.onmessage = () => {
        this.port.postMessage((this.longest / sampleRate) * 1000);
        this.silent = 0;
        this.longest = 0;
      };
    }
    process([heard]) {
      const speaks = heard.some((channel) => channel.some((sample) => Math.abs(sample) > 0.001));
      this.silent = speaks ? 0 : this.silent + 128;
      this.longest = Math.max(this.longest, this.silent);
      return true;
    }
  });
`;

/**
 * Watches somebody's picture and what the page's loudspeaker gets. The other's microphone must never pause.
 * Call it before the page has
 * begun to play, in a context that bypasses the policy of its content.
 */
export async function watchGaps(page: Page, name: string): Promise<() => Promise<Gaps>> {
  // What runs this file names its functions by a helper of its own, which the page has not.
  await page.evaluate('globalThis.__name ??= (named) => named');
  await page.evaluate(
    async ([label, program]) => {
      let longest = 0;
      let seenAt = performance.now();
      const watched = new WeakSet<Element>();
      const look = () => {
        for (const video of document.querySelectorAll('video')) {
          if (video.ariaLabel !== label || watched.has(video)) continue;
          watched.add(video);
          const seen = () => {
            const now = performance.now();
            longest = Math.max(longest, now - seenAt);
            seenAt = now;
            video.requestVideoFrameCallback(seen);
          };
          video.requestVideoFrameCallback(seen);
        }
      };
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
      look();

      let longestBlack = 0;
      let brightAt = performance.now();
      let wasBright = true;
      const canvas = new OffscreenCanvas(16, 12);
      const drawn = canvas.getContext('2d', { willReadFrequently: true });
      const isBright = (video: HTMLVideoElement): boolean => {
        if (drawn === null || video.ariaLabel !== label || !video.checkVisibility()) return false;
        drawn.clearRect(0, 0, canvas.width, canvas.height);
        drawn.drawImage(video, 0, 0, canvas.width, canvas.height);
        const { data } = drawn.getImageData(0, 0, canvas.width, canvas.height);
        // Every fourth value is opacity, which says nothing of what is seen.
        return data.some((value, at) => at % 4 !== 3 && value > 32);
      };
      const glance = () => {
        const now = performance.now();
        const bright = [...document.querySelectorAll('video')].some(isBright);
        // It may have gone black right after the look before, and have come right before this one.
        if (!bright || !wasBright) longestBlack = Math.max(longestBlack, now - brightAt);
        if (bright) brightAt = now;
        wasBright = bright;
        requestAnimationFrame(glance);
      };
      glance();

      const context = new AudioContext();
      const module = new Blob([program], { type: 'text/javascript' });
      await context.audioWorklet.addModule(URL.createObjectURL(module));
      const ear = new AudioWorkletNode(context, 'ear');
      ear.connect(context.destination);
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
      window.takeGaps = async () => {
        const now = performance.now();
        const picture = Math.max(longest, now - seenAt);
        const black = longestBlack;
        longest = 0;
        longestBlack = 0;
        seenAt = now;
        brightAt = now;
        const sound = await new Promise<number>((heard) => {
          ear.port.onmessage = ({ data }) => {
            heard(Number(data));
          };
          ear.port.postMessage(null);
        });
        return { picture, black, sound };
      };
    },
    [name, ear] as const,
  );
  return () => page.evaluate(() => window.takeGaps());
}
