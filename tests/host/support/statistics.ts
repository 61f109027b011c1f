import type { Page } from '@playwright/test';
import * as z from 'zod/mini';

const candidateSchema = z.object({
  candidateType: z.enum(['host', 'srflx', 'prflx', 'relay']),
  /** Of a relay's: how its owner reaches it. */
  relayProtocol: z.optional(z.string()),
  address: z.string(),
});

/** What the browser counts of the one connection of a page (webrtc-stats), as far as tests ask for it. */
const statisticsSchema = z.object({
  local: candidateSchema,
  remote: candidateSchema,
  hearing: z.object({
    /** Of sound that was played, what was made up included, s. */
    totalSamplesDuration: z.number(),
    totalSamplesReceived: z.number(),
    /** Made up, since nothing had come in time. */
    concealedSamples: z.number(),
    totalAudioEnergy: z.number(),
  }),
  seeing: z.object({ framesDecoded: z.number() }),
  showing: z.object({
    bytesSent: z.number(),
    framesSent: z.number(),
  }),
});

/** What was counted until now. */
export type Statistics = z.infer<typeof statisticsSchema>;

/** Reads what the page's one connection has counted; fails while it has none, or no path. */
export async function statisticsOf(page: Page): Promise<Statistics> {
  const found = await page.evaluate(async () => {
    const all: unknown = Reflect.get(window, 'ringwayConnections');
    const [connection] = (Array.isArray(all) ? all : []).filter(
      (one): one is RTCPeerConnection =>
        one instanceof RTCPeerConnection && one.connectionState === 'connected',
    );
    if (connection === undefined) return 'not connected';
    const entries: Record<string, unknown>[] = [];
    (await connection.getStats()).forEach((entry: Record<string, unknown>) => entries.push(entry));
    const byId = (id: unknown) => entries.find((entry) => entry['id'] === id);
    const stream = (type: string, kind: string) =>
      entries.find((entry) => entry['type'] === type && entry['kind'] === kind);
    const transport = entries.find((entry) => entry['type'] === 'transport');
    const pair = byId(transport?.['selectedCandidatePairId']);
    return {
      local: byId(pair?.['localCandidateId']),
      remote: byId(pair?.['remoteCandidateId']),
      hearing: stream('inbound-rtp', 'audio'),
      seeing: stream('inbound-rtp', 'video'),
      showing: stream('outbound-rtp', 'video'),
    };
  });
  return statisticsSchema.parse(found);
}

/** Everything that the page's connections have counted, for whoever reads why a test failed. */
export function countsOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const all: unknown = Reflect.get(window, 'ringwayConnections');
    const lines: string[] = [];
    for (const one of Array.isArray(all) ? all : []) {
      if (!(one instanceof RTCPeerConnection)) continue;
      lines.push(`${one.connectionState}, ICE ${one.iceConnectionState}, ${one.signalingState}`);
      (await one.getStats()).forEach((entry: unknown) => lines.push(JSON.stringify(entry)));
    }
    return lines.join('\n');
  });
}
