import type { Page } from '@playwright/test';
import * as z from 'zod/mini';

/** Runs in the page: its connections take no way but relays, as where a network lets nothing else out. */
export function keepToRelays(): void {
  const Original = window.RTCPeerConnection;
  const alone = { iceTransportPolicy: 'relay' } as const;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, ...alone });
    }
    override setConfiguration(configuration?: RTCConfiguration): void {
      super.setConfiguration({ ...configuration, ...alone });
    }
  };
}

const waysSchema = z.array(z.object({ type: z.string(), url: z.string() }));

/** By which way each open connection of a page goes out: the kind of candidate, and the server that gave it. */
export async function waysOut(page: Page): Promise<z.infer<typeof waysSchema>> {
  const read = await page.evaluate(async () => {
    const all: unknown = Reflect.get(window, 'ringwayConnections');
    const ways: unknown[] = [];
    for (const connection of Array.isArray(all) ? all : []) {
      if (!(connection instanceof RTCPeerConnection)) continue;
      if (connection.connectionState !== 'connected') continue;
      const entries = new Map<string, object>();
      (await connection.getStats()).forEach((entry: unknown, id: string) => {
        if (typeof entry === 'object' && entry !== null) entries.set(id, entry);
      });
      const read = (of: object | undefined, what: string) => String(of && Reflect.get(of, what));
      for (const transport of entries.values()) {
        if (read(transport, 'type') !== 'transport') continue;
        const pair = entries.get(read(transport, 'selectedCandidatePairId'));
        const mine = entries.get(read(pair, 'localCandidateId'));
        ways.push({ type: read(mine, 'candidateType'), url: read(mine, 'url') });
      }
    }
    return ways;
  });
  return waysSchema.parse(read);
}
