import type { Page } from '@playwright/test';
import * as z from 'zod/mini';
import { startLiveKit, type LiveKitServer } from '@/tests/support/livekit/server';
import { test as base } from './fixtures';

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
