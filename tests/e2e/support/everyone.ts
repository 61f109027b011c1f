import { expect } from '@playwright/test';
import type { Readable } from './media';

/** What a page gets over all its connections: pictures that moved and voices that were heard, one a person. */
interface Received {
  readonly frames: Readonly<Record<string, number>>;
  readonly energy: Readonly<Record<string, number>>;
}

function received(page: Readable): Promise<Received> {
  return page.evaluate(async () => {
    const all: unknown = Reflect.get(window, 'ringwayConnections');
    const frames: Record<string, number> = {};
    const energy: Record<string, number> = {};
    for (const connection of Array.isArray(all) ? all : []) {
      if (!(connection instanceof RTCPeerConnection)) continue;
      if (connection.connectionState !== 'connected') continue;
      (await connection.getStats()).forEach((entry: unknown) => {
        if (typeof entry !== 'object' || entry === null) return;
        if (Reflect.get(entry, 'type') !== 'inbound-rtp') return;
        const id = String(Reflect.get(entry, 'ssrc'));
        if (Reflect.get(entry, 'kind') === 'video')
          frames[id] = Number(Reflect.get(entry, 'framesDecoded') ?? 0);
        else energy[id] = Number(Reflect.get(entry, 'totalAudioEnergy') ?? 0);
      });
    }
    return { frames, energy };
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

function grown(
  before: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>,
): number {
  return Object.entries(now).filter(([id, count]) => count > (before[id] ?? 0)).length;
}
