import type { Page } from '@playwright/test';
import * as z from 'zod/mini';
import { startLiveKit, type LiveKitServer } from '@/tests/support/livekit/server';
import { test as base, expect } from './fixtures';
import type { Readable } from './media';

/** The tests of calls that LiveKit carries: the real one, of this test alone. */
export const liveKitTest = base.extend<{ readonly liveKit: LiveKitServer }>({
  liveKit: async ({}, give) => {
    const server = await startLiveKit();
    await give(server);
    await server.stop();
  },
  settings: async ({ liveKit, settings }, give) => {
    await give({ ...settings, ...liveKit.settings });
  },
});

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

const closingsSchema = z.array(z.object({ frames: z.number(), packets: z.number() }));

/** What the other connections of a page had brought when one of them was closed. */
export type Closing = z.infer<typeof closingsSchema>[number];

/** Notes of every connection that a page has now what the others carried at the moment at which it is closed. */
export async function noteClosings(page: Page): Promise<() => Promise<readonly Closing[]>> {
  await page.evaluate(() => {
    const kept: unknown = Reflect.get(window, 'ringwayConnections');
    const all = Array.isArray(kept) ? (kept as readonly unknown[]) : [];
    const closings: Promise<unknown>[] = [];
    Object.defineProperty(window, 'ringwayClosings', { value: closings });
    const carried = async (closing: RTCPeerConnection) => {
      const sum = { frames: 0, packets: 0 };
      for (const other of all) {
        if (!(other instanceof RTCPeerConnection) || other === closing) continue;
        (await other.getStats()).forEach((entry: unknown) => {
          if (typeof entry !== 'object' || entry === null) return;
          if (Reflect.get(entry, 'type') !== 'inbound-rtp') return;
          if (Reflect.get(entry, 'kind') === 'video')
            sum.frames += Number(Reflect.get(entry, 'framesDecoded') ?? 0);
          else sum.packets += Number(Reflect.get(entry, 'packetsReceived') ?? 0);
        });
      }
      return sum;
    };
    for (const one of all) {
      if (!(one instanceof RTCPeerConnection)) continue;
      const close = one.close.bind(one);
      one.close = () => {
        closings.push(carried(one));
        close();
      };
    }
  });
  return async () =>
    closingsSchema.parse(
      await page.evaluate(() => {
        const closings: unknown = Reflect.get(window, 'ringwayClosings');
        return Promise.all(Array.isArray(closings) ? (closings as Promise<unknown>[]) : []);
      }),
    );
}
