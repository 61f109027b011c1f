import { expect, type Page } from '@playwright/test';

/** What one connection has brought since it began. */
interface Brought {
  /** Packets of sound. */
  readonly packets: number;
  /** `totalAudioEnergy` of what was decoded (webrtc-stats). */
  readonly energy: number;
  readonly frames: number;
}

/** Sound and pictures by connection, while each is open. */
function brought(page: Page): Promise<readonly Brought[]> {
  return page.evaluate(async () => {
    const all: unknown = Reflect.get(window, 'ringwayConnections');
    const counts: Brought[] = [];
    for (const connection of Array.isArray(all) ? all : []) {
      if (!(connection instanceof RTCPeerConnection)) continue;
      if (connection.connectionState !== 'connected') continue;
      let packets = 0;
      let energy = 0;
      let frames = 0;
      (await connection.getStats()).forEach((entry: unknown) => {
        if (typeof entry !== 'object' || entry === null) return;
        if (Reflect.get(entry, 'type') !== 'inbound-rtp') return;
        if (Reflect.get(entry, 'kind') === 'audio') {
          packets += Number(Reflect.get(entry, 'packetsReceived') ?? 0);
          energy += Number(Reflect.get(entry, 'totalAudioEnergy') ?? 0);
        } else {
          frames += Number(Reflect.get(entry, 'framesDecoded') ?? 0);
        }
      });
      counts.push({ packets, energy, frames });
    }
    return counts;
  });
}

/** So many frames take longer than any pause between two sounds of a test's microphone. */
const longEnough = 40;

/** What a silent microphone still brings, far below any sound of a test's. */
const hush = 1e-4;

/** Waits until exactly so many of the others are heard, while pictures come from each. */
export function expectVoices(page: Page, others: number, voices: number): Promise<void> {
  return expectLines(page, others, voices, (now, before) => now.energy > before.energy + hush);
}

/** Waits until exactly so many of the others send sound at all, while pictures come from each. */
export function expectSenders(page: Page, others: number, senders: number): Promise<void> {
  return expectLines(page, others, senders, (now, before) => now.packets > before.packets);
}

function expectLines(
  page: Page,
  others: number,
  expected: number,
  counts: (now: Brought, before: Brought) => boolean,
): Promise<void> {
  return expect(async () => {
    const before = await brought(page);
    expect(before).toHaveLength(others);
    let now = before;
    await expect
      .poll(async () => {
        now = await brought(page);
        return now.every(({ frames }, at) => frames >= (before[at]?.frames ?? 0) + longEnough);
      })
      .toBe(true);
    const counted = now.filter((one, at) => {
      const earlier = before[at];
      return earlier !== undefined && counts(one, earlier);
    });
    expect(counted).toHaveLength(expected);
  }).toPass({ timeout: 60_000 });
}
