import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Participant } from '@/lib/platform/room';
import { createSharing } from '@/lib/web/call/sharing';
import { createCapture } from '@/lib/web/media/capture';
import { createMediaDevices } from '@/lib/web/media/devices';
import { noBlur } from './fake-blur';
import { liveTrack, stubTracks } from './fake-tracks';
import { memoryShelf } from './memory-shelf';

beforeEach(stubTracks);
afterEach(() => vi.unstubAllGlobals());

/** A call in which one screen is shared at a time, and this other may share one. */
async function aCall(other?: Participant) {
  const base = createCapture({
    source: { getUserMedia: () => Promise.resolve(new MediaStream([liveTrack('audio')])) },
    devices: createMediaDevices(memoryShelf()),
    facesBothWays: false,
    blur: noBlur,
  });
  await base.begin({ microphone: true, camera: false });
  const picked = { video: liveTrack('video'), audio: null };
  let granted = (): void => undefined;
  const claim = vi.fn(() => new Promise<void>((resolve) => (granted = resolve)));
  const sharing = createSharing({
    capture: { ...base, pickScreen: () => Promise.resolve(picked) },
    claim,
    state: () => ({}),
    others: () => (other === undefined ? [] : [other]),
    shares: () => 'one',
    isActive: () => true,
    onChange: () => undefined,
  });
  const asks = async () => {
    const shared = sharing.start();
    await vi.waitFor(() => expect(claim).toHaveBeenCalled());
    return { yes: () => granted(), shared };
  };
  return { sharing, picked, claim, asks };
}

const carol: Participant = {
  uuid: 'carol',
  display_name: 'Carol',
  uri: 'carol@x',
  role: 'guest',
  is_muted: 'NO',
  max_peers: 3,
  service_type: 'conference',
  profile: 'ringway',
  state: { screen: true },
  connected: true,
};

it.each(['before', 'after'])(
  'a screen in whose place another came is shared no longer; the list named it %s the server’s yes',
  async (when) => {
    const { sharing, picked, asks } = await aCall();
    const { yes, shared } = await asks();
    // What the list said before is nothing against it.
    sharing.heed(false);
    if (when === 'before') sharing.heed(true);
    yes();
    await shared;
    if (when === 'after') {
      sharing.heed(false);
      expect(sharing.isOn()).toBe(true);
      sharing.heed(true);
    }
    expect(sharing.isOn()).toBe(true);
    sharing.heed(false);
    expect([sharing.isOn(), picked.video.readyState]).toEqual([false, 'ended']);
  },
);

it('whoever shares and is away keeps nobody from asking', async () => {
  const here = await aCall(carol);
  expect(await here.sharing.start()).toMatchObject({ problem: { kind: 'screen_taken' } });
  expect(here.claim).not.toHaveBeenCalled();
  const { asks } = await aCall({ ...carol, connected: false });
  const { yes, shared } = await asks();
  yes();
  expect(await shared).toEqual({ ok: true });
});
