import { isE2EESupported } from 'livekit-client';
import { afterEach, expect, it, vi } from 'vitest';
import { createApi } from '@/lib/web/api';
import { postNewSession } from '@/lib/web/call/new-session';
import { startOf } from '@/lib/web/call/starts';
import { canEncryptFrames } from '@/lib/web/media/frame-encryption';

afterEach(() => vi.unstubAllGlobals());

/** What `new_session` says, joined with this key, of how media may travel. */
async function saidEngines(key?: string): Promise<unknown> {
  let said: unknown;
  const api = createApi((_, init) => {
    said = JSON.parse(typeof init?.body === 'string' ? init.body : '{}');
    return Promise.resolve(new Response('{}', { status: 500 }));
  });
  const intent = { channel: 'board@x', callType: 'video', ...(key && { key }) } as const;
  const who = { registrationToken: null, displayName: 'Gisela' };
  await expect(postNewSession(api, startOf(intent), who)).rejects.toThrow();
  return Object.assign({ engines: undefined }, said).engines;
}

/** A browser with the one way or the other, or none. */
function browser(has: 'transforms' | 'streams' | 'neither'): void {
  vi.stubGlobal('window', globalThis);
  const streams = has === 'streams' ? { createEncodedStreams: () => undefined } : {};
  vi.stubGlobal('RTCRtpSender', { prototype: streams });
  if (has === 'transforms') vi.stubGlobal('RTCRtpScriptTransform', () => undefined);
}

it.each([
  ['transforms', true],
  ['streams', true],
  ['neither', false],
] as const)('a browser with %s can encrypt frames as LiveKit’s client does: %s', (has, can) => {
  browser(has);
  expect([canEncryptFrames(), isE2EESupported()]).toEqual([can, can]);
});

it('what cannot encrypt frames asks for legs alone in an encrypted meeting, and only there', async () => {
  const key = 'k'.repeat(43);
  browser('neither');
  expect(await saidEngines(key)).toEqual(['direct']);
  expect(await saidEngines()).toEqual(['direct', 'livekit']);
  browser('transforms');
  expect(await saidEngines(key)).toEqual(['direct', 'livekit']);
});
