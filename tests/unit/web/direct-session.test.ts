import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDirectSession } from '@/lib/web/media/direct/engine';
import type { MediaSession } from '@/lib/web/media/session';
import { stubTracks } from './fake-tracks';

/** A connection that offers when it is asked to carry something, and never connects. */
class FakeConnection extends EventTarget {
  connectionState = 'new';
  signalingState = 'stable';
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription = null;
  currentLocalDescription = null;
  currentRemoteDescription = null;

  addTransceiver(kind: string) {
    this.dispatchEvent(new Event('negotiationneeded'));
    return { receiver: { track: { kind } }, setCodecPreferences: () => undefined };
  }

  setLocalDescription(): Promise<void> {
    this.localDescription = { type: 'offer', sdp: 'v=0\r\n' };
    return Promise.resolve();
  }

  getTransceivers = () => [];
  getReceivers = () => [];

  close(): void {
    this.connectionState = 'closed';
  }
}

let session: MediaSession | undefined;
beforeEach(() => {
  stubTracks();
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
  vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => null });
});
afterEach(() => {
  session?.close('here');
  vi.unstubAllGlobals();
});

/** A room with Bob, to whom I offer; the server's answers come when the test gives them. */
function withBob() {
  const answers: ((call: string) => void)[] = [];
  const nothing = () => Promise.resolve();
  const made = createDirectSession({
    signalling: {
      call: () => new Promise((resolve) => answers.push(resolve)),
      acknowledge: nothing,
      ignoreOffer: nothing,
      update: nothing,
      candidates: nothing,
      disconnect: nothing,
    },
    iceServers: { servers: [], goodUntil: null },
    renewIceServers: nothing,
    withVideo: false,
    profile: '480p',
    videoCodecs: { order: [], inHardware: null },
    events: {
      onGivenUp: () => undefined,
      onStalled: () => undefined,
      onRecord: () => undefined,
    },
  });
  session = made;
  const bob = {
    uuid: 'bob',
    offer: 'me',
    profile: 'ringway',
    connected: true,
    onLiveKit: false,
    sharesScreen: false,
    sends: true,
  } as const;
  const disconnected = (call_uuid: string) => {
    made.receive({ name: 'peer_disconnect', data: { peer: 'bob', call_uuid }, scope: null });
  };
  return {
    come: () => made.setPeers([bob], 'anew'),
    disconnected,
    leg: () => made.peers.get().get('bob')?.leg,
    /** The server opened the leg that was asked for last. */
    opened: async (call: string) => {
      await vi.waitFor(() => expect(answers).not.toHaveLength(0));
      answers.shift()?.(call);
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
    asked: () => vi.waitFor(() => expect(answers).not.toHaveLength(0)),
  };
}

test('the end of an earlier leg, heard late, leaves the new one alone', async () => {
  const { come, asked, opened, disconnected, leg } = withBob();
  come();
  await asked();
  disconnected('earlier');
  await opened('new');
  expect(leg()).toBe('connecting');
  disconnected('earlier');
  expect(leg()).toBe('connecting');
});

test('the end of a leg ends it, also when it is heard before its own name is known', async () => {
  const { come, asked, opened, disconnected, leg } = withBob();
  come();
  await asked();
  disconnected('first');
  await opened('first');
  expect(leg()).toBe('none');
  come();
  await opened('second');
  expect(leg()).toBe('connecting');
  disconnected('second');
  expect(leg()).toBe('none');
});
