import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { anyFreePort } from '@/scripts/ports.mjs';
import { healthSchema } from '@/lib/platform/admin';
import type { Check } from '@/lib/server/doctor/check';
import { examineFrom, examineLiveKit } from '@/lib/server/doctor/examine';
import { readSettings } from '@/lib/server/settings';
import { startLiveKit, type LiveKitServer } from '@/tests/support/livekit/server';
import { OutsideClient } from '@/tests/support/outside/client';
import { startTestServer, type TestServer } from '@/tests/support/server';

/** The checks of LiveKit in words: their state, and what was found or measured. */
function saidOf(checks: readonly Check[]): string[] {
  return checks
    .filter(({ id }) => id === 'livekit')
    .map(({ state, finding, fact }) => `${state} ${finding ?? fact?.kind ?? ''}`);
}

describe('The doctor of LiveKit', () => {
  let livekit: LiveKitServer;
  let server: TestServer;

  beforeAll(async () => {
    const port = await anyFreePort('127.0.0.1');
    livekit = await startLiveKit({ webhook: `http://127.0.0.1:${port}/api/livekit/webhook` });
    server = await startTestServer({
      database: 'sqlite',
      settings: { PORT: String(port), ...livekit.settings },
    });
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    await livekit.stop();
  });

  const examine = (more: Record<string, string> = {}) =>
    examineLiveKit(readSettings({ ...livekit.settings, ...more }), server.url, {}, true);

  it('opens a room with the key, gets in as a browser does, and hears of it by the webhook', async () => {
    expect(saidOf(await examine())).toEqual(['ok answer', 'ok livekit_door', 'ok livekit_news']);
    const elsewhere = await examineFrom(server.url, readSettings(livekit.settings));
    expect(saidOf(elsewhere)).toEqual(['ok livekit_door', 'ok livekit_news']);
  });

  it('says that nothing is configured, and nothing of it from elsewhere', async () => {
    const none = readSettings({});
    expect(saidOf(await examineLiveKit(none, server.url, {}, true))).toEqual(['ok no_livekit']);
    expect(saidOf(await examineFrom(server.url, none))).toEqual([]);
  });

  it('sees a key that LiveKit does not take', async () => {
    const other = 'another-secret-of-the-same-length-at-least';
    const checks = await examine({ LIVEKIT_API_SECRET: other });
    expect(saidOf(checks)).toEqual(['fail livekit_key']);
    expect(JSON.stringify(checks)).not.toContain(other);
  });

  it('sees a public address that leads elsewhere, and one where nobody is', async () => {
    const apiUrl = { LIVEKIT_API_URL: livekit.url };
    const [, door] = await examine({ ...apiUrl, LIVEKIT_URL: server.url.replace('http', 'ws') });
    expect(door).toMatchObject({ state: 'fail', finding: 'livekit_door' });
    const nobody = `ws://127.0.0.1:${await anyFreePort('127.0.0.1')}`;
    const [, gone] = await examine({ ...apiUrl, LIVEKIT_URL: nobody });
    expect(gone).toMatchObject({ state: 'fail', finding: 'unreachable' });
    expect(gone?.detail).not.toContain('access_token');
  });

  it('sees that its webhook goes elsewhere', async () => {
    const deaf = await startLiveKit();
    const settings = readSettings(deaf.settings);
    const checks = await examineLiveKit(settings, server.url, {}, true);
    await deaf.stop();
    expect(saidOf(checks)).toEqual(['ok answer', 'ok livekit_door', 'warn livekit_news']);
  });

  it('sees that it does not answer', async () => {
    const apiUrl = { LIVEKIT_API_URL: `http://127.0.0.1:${await anyFreePort('127.0.0.1')}` };
    expect(saidOf(await examine(apiUrl))).toEqual(['fail livekit_unreachable']);
  });

  it('gives the health screen a line', async () => {
    const client = new OutsideClient(server.url);
    const cookie = await client.signInForCookie(server.accounts.alice);
    const { body } = await client.ask('/api/admin/health', {
      headers: { cookie, origin: client.origin },
    });
    const { result } = z.object({ result: healthSchema }).parse(body);
    expect(result.lines.find(({ id }) => id === 'livekit')).toMatchObject({
      state: 'good',
      fact: { kind: 'answer', who: 'LiveKit' },
    });
  });
});
