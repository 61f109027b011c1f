import { expect } from '@playwright/test';
import type { Readable } from './media';

/** What a page gets over all its connections: pictures that moved and voices that were heard, one a person. */
interface Received {
  readonly frames: Readonly<Record<string, number>>;
  readonly energy: Readonly<Record<string, number>>;
  /** Of sound, silence counted. */
  readonly packets: Readonly<Record<string, number>>;
}

function received(page: Readable): Promise<Received> {
  return page.evaluate(async () => {
    const all: unknown = Reflect.get(window, 'ringwayConnections');
    const frames: Record<string, number> = {};
    const energy: Record<string, number> = {};
    const packets: Record<string, number> = {};
    for (const connection of Array.isArray(all) ? all : []) {
      if (!(connection instanceof RTCPeerConnection)) continue;
      if (connection.connectionState !== 'connected') continue;
      (await connection.getStats()).forEach((entry: unknown) => {
        if (typeof entry !== 'object' || entry === null) return;
        if (Reflect.get(entry, 'type') !== 'inbound-rtp') return;
        const id = String(Reflect.get(entry, 'ssrc'));
        if (Reflect.get(entry, 'kind') === 'video') {
          frames[id] = Number(Reflect.get(entry, 'framesDecoded') ?? 0);
          return;
        }
        energy[id] = Number(Reflect.get(entry, 'totalAudioEnergy') ?? 0);
        packets[id] = Number(Reflect.get(entry, 'packetsReceived') ?? 0);
      });
    }
    return { frames, energy, packets };
  });
}

/** Waits until the pictures of so many others move on a page and their voices are heard. */
export async function expectEveryone(page: Readable, others: number): Promise<void> {
  await expect(async () => {
    const before = await received(page);
    await expect
      .poll(
        async () => {
          const now = await received(page);
          return [grown(before.frames, now.frames), grown(before.energy, now.energy)];
        },
        { timeout: 4_000, message: 'pictures and voices' },
      )
      .toEqual([others, others]);
  }).toPass({ timeout: 60_000 });
}

/** So many frames take longer than any pause between two packets of somebody silent (Opus DTX: 400 ms). */
const longEnough = 40;

/** Waits until exactly so many of the others send sound at all, while pictures of this many move. */
export async function expectSending(
  page: Readable,
  pictures: number,
  sounds: number,
): Promise<void> {
  await expect(async () => {
    const before = await received(page);
    let now = before;
    await expect
      .poll(
        async () => {
          now = await received(page);
          return grown(before.frames, now.frames, longEnough);
        },
        { timeout: 15_000, message: 'pictures' },
      )
      .toBe(pictures);
    expect(grown(before.packets, now.packets), 'sounds').toBe(sounds);
  }).toPass({ timeout: 90_000 });
}

function grown(
  before: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>,
  by = 0,
): number {
  return Object.entries(now).filter(([id, count]) => count > (before[id] ?? 0) + by).length;
}
