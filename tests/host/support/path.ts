import type { Page } from '@playwright/test';
import * as z from 'zod/mini';

const candidateSchema = z.object({
  candidateType: z.enum(['host', 'srflx', 'prflx', 'relay']),
  protocol: z.string(),
  /** Of a relay's: how its owner reaches it. */
  relayProtocol: z.optional(z.string()),
  address: z.optional(z.nullable(z.string())),
});

/** One end of a path (RTCIceCandidateStats). */
export type PathEnd = z.infer<typeof candidateSchema>;

/** The way that media takes, as one end sees it. */
export interface Path {
  readonly local: PathEnd;
  readonly remote: PathEnd;
}

const pathSchema = z.object({ local: candidateSchema, remote: candidateSchema });

/** The way that the page's one connection takes now. */
export async function pathOf(page: Page): Promise<Path> {
  const found = await page.evaluate(async () => {
    const all: unknown = Reflect.get(window, 'ringwayConnections');
    const open = (Array.isArray(all) ? all : []).filter(
      (one): one is RTCPeerConnection =>
        one instanceof RTCPeerConnection && one.connectionState === 'connected',
    );
    const [connection] = open;
    if (connection === undefined || open.length > 1) return { connections: open.length };
    const entries = new Map<string, unknown>();
    (await connection.getStats()).forEach((entry: unknown, id: string) => entries.set(id, entry));
    const read = (id: unknown, name: string): unknown => {
      const entry = entries.get(String(id));
      return typeof entry === 'object' && entry !== null ? Reflect.get(entry, name) : undefined;
    };
    const [transport] = [...entries.keys()].filter((id) => read(id, 'type') === 'transport');
    const pair = read(transport, 'selectedCandidatePairId');
    return {
      local: entries.get(String(read(pair, 'localCandidateId'))),
      remote: entries.get(String(read(pair, 'remoteCandidateId'))),
    };
  });
  return pathSchema.parse(found);
}
