import { expect, type BrowserContext, type Page } from '@playwright/test';

/** What arrives at a page over all its connections. */
export interface Arriving {
  readonly connections: number;
  /** Connections on which video frames were decoded, and their number. */
  readonly videos: number;
  readonly frames: number;
  /** Connections on which audio energy arrived, and its sum. */
  readonly voices: number;
  readonly energy: number;
  /** Packets of all that came. */
  readonly packets: number;
}

/** A page of any driver that runs code in it. */
export interface Readable {
  evaluate<Answer>(read: () => Promise<Answer>): Promise<Answer>;
}

/** Keeps the page's peer connections at hand, so that a test can read what really arrives. */
export async function watchConnections(context: BrowserContext): Promise<void> {
  await context.addInitScript(keepConnections);
}

/** Runs in the page, before it has a peer connection. */
export function keepConnections(): void {
  const Original = window.RTCPeerConnection;
  const all: RTCPeerConnection[] = [];
  Object.defineProperty(window, 'ringwayConnections', { value: all });
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      all.push(this);
    }
  };
}

/** Reads what arrives at a page now. */
export function arriving(page: Readable): Promise<Arriving> {
  return page.evaluate(async () => {
    const all: unknown = Reflect.get(window, 'ringwayConnections');
    const open = Array.isArray(all)
      ? all.filter(
          (one): one is RTCPeerConnection =>
            one instanceof RTCPeerConnection && one.connectionState === 'connected',
        )
      : [];
    const sum = {
      connections: open.length,
      videos: 0,
      frames: 0,
      voices: 0,
      energy: 0,
      packets: 0,
    };
    for (const connection of open) {
      let frames = 0;
      let energy = 0;
      (await connection.getStats()).forEach((entry: unknown) => {
        if (typeof entry !== 'object' || entry === null) return;
        if (Reflect.get(entry, 'type') !== 'inbound-rtp') return;
        frames += Number(Reflect.get(entry, 'framesDecoded') ?? 0);
        energy += Number(Reflect.get(entry, 'totalAudioEnergy') ?? 0);
        sum.packets += Number(Reflect.get(entry, 'packetsReceived') ?? 0);
      });
      sum.frames += frames;
      sum.energy += energy;
      if (frames > 0) sum.videos += 1;
      if (energy > 0) sum.voices += 1;
    }
    return sum;
  });
}

/** Waits until frames and voice of so many others keep arriving. */
export async function expectMedia(page: Readable, others = 1): Promise<void> {
  let before = await arriving(page);
  await expect(async () => {
    const now = await arriving(page);
    const grown = now.frames > before.frames && now.energy > before.energy;
    const enough = now.videos >= others && now.voices >= others;
    before = now;
    expect(grown && enough, JSON.stringify(now)).toBe(true);
  }).toPass({ timeout: 30_000, intervals: [500] });
}

/** Waits until voice keeps arriving and no picture does. */
export async function expectVoiceOnly(page: Readable): Promise<void> {
  let before = await arriving(page);
  await expect(async () => {
    const now = await arriving(page);
    const grown = now.energy > before.energy;
    before = now;
    expect(grown && now.frames === 0, JSON.stringify(now)).toBe(true);
  }).toPass({ timeout: 30_000, intervals: [500] });
}

/** The number of connections that a page has open or opening: none after a call is over. */
export function liveConnections(page: Page): Promise<number> {
  return page.evaluate(() => {
    const all: unknown = Reflect.get(window, 'ringwayConnections');
    return Array.isArray(all)
      ? all.filter((one) => one instanceof RTCPeerConnection && one.connectionState !== 'closed')
          .length
      : 0;
  });
}
