import { expect, vi } from 'vitest';
import type { LegRecord } from '@/lib/platform/leg-record';
import { createDirectSession, type DirectParts } from '@/lib/web/media/direct/engine';
import { videoCodecs } from '@/lib/web/media/direct/policy';
import type { MediaPeer, MediaSession } from '@/lib/web/media/session';
import { liveTrack, stubTracks } from '../fake-tracks';

/** A sender that keeps what it was told. */
class FakeSender {
  track: MediaStreamTrack | null = null;
  parameters: RTCRtpSendParameters = {
    transactionId: '',
    codecs: [],
    headerExtensions: [],
    rtcp: {},
    encodings: [{}],
  };

  getParameters = (): RTCRtpSendParameters => structuredClone(this.parameters);
  setParameters = (parameters: RTCRtpSendParameters): Promise<void> => {
    this.parameters = parameters;
    return Promise.resolve();
  };
  replaceTrack = (track: MediaStreamTrack | null): Promise<void> => {
    this.track = track;
    return Promise.resolve();
  };
}

/** A line of a connection. */
class FakeLine {
  readonly sender = new FakeSender();
  readonly mid = null;
  readonly receiver: {
    readonly track: { readonly kind: string; readonly readyState: string };
    readonly getSynchronizationSources: () => {
      readonly audioLevel: number;
      readonly timestamp: number;
    }[];
  };
  readonly direction = 'sendrecv';
  codecs: readonly RTCRtpCodec[] = [];
  /** How loud its last packet was, 0 to 1; null: none has come. */
  audioLevel: number | null = null;

  constructor(kind: string) {
    this.receiver = {
      track: { kind, readyState: 'ended' },
      getSynchronizationSources: () =>
        this.audioLevel === null ? [] : [{ audioLevel: this.audioLevel, timestamp: 0 }],
    };
  }

  setCodecPreferences = (codecs: readonly RTCRtpCodec[]): void => {
    this.codecs = codecs;
  };
}

/** A connection whose state, line and statistics the test says. */
export class FakeConnection extends EventTarget {
  static readonly all: FakeConnection[] = [];

  connectionState: RTCPeerConnectionState = 'new';
  signalingState: RTCSignalingState = 'stable';
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  currentLocalDescription = null;
  currentRemoteDescription = null;
  readonly lines: FakeLine[] = [];
  statistics: readonly Readonly<Record<string, unknown>>[] = [];
  restarts = 0;
  configuration: RTCConfiguration;

  constructor(configuration: RTCConfiguration = {}) {
    super();
    this.configuration = configuration;
    FakeConnection.all.push(this);
  }

  line(kind: 'audio' | 'video'): FakeLine {
    const found = this.lines.find(({ receiver }) => receiver.track.kind === kind);
    if (!found) throw new Error(`there is no line for ${kind}`);
    return found;
  }

  addTransceiver(kind: string): FakeLine {
    const line = new FakeLine(kind);
    this.lines.push(line);
    return line;
  }

  setLocalDescription(): Promise<void> {
    this.localDescription = { type: 'offer', sdp: offeredSdp };
    this.signalingState = 'have-local-offer';
    return Promise.resolve();
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.remoteDescription = description;
    this.signalingState = 'stable';
    return Promise.resolve();
  }

  getStats(): Promise<RTCStatsReport> {
    const entries = this.statistics.map((entry, at): [string, unknown] => [
      typeof entry['id'] === 'string' ? entry['id'] : String(at),
      entry,
    ]);
    return Promise.resolve(new Map(entries));
  }

  getTransceivers = () => this.lines;
  getConfiguration = () => this.configuration;
  setConfiguration = (configuration: RTCConfiguration): void => {
    this.configuration = configuration;
  };

  restartIce(): void {
    this.restarts += 1;
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  close(): void {
    this.connectionState = 'closed';
  }
}

const offeredSdp =
  'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:63 red/48000/2\r\n';

/** What the other end answers: it likes VP8 more than H.264. */
export const answeredSdp =
  'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96 97 103\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\na=rtpmap:103 H264/90000\r\n';

/** Codecs of a browser that has them all. */
const capabilities: Readonly<Record<string, readonly string[]>> = {
  audio: ['audio/opus', 'audio/red', 'audio/PCMU'],
  video: ['video/VP8', 'video/rtx', 'video/VP9', 'video/H264', 'video/red'],
};

/** Lets the engine make fakes instead of connections and tracks, in fake time. */
export function stubConnections(): void {
  vi.useFakeTimers();
  FakeConnection.all.length = 0;
  stubTracks();
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
  vi.stubGlobal('RTCRtpReceiver', {
    getCapabilities: (kind: string) => ({
      codecs: (capabilities[kind] ?? []).map((mimeType) => ({ mimeType, clockRate: 90_000 })),
    }),
  });
}

/** A camera or microphone track; `hint`: what it shows. */
export function track(
  kind: 'audio' | 'video',
  settings: MediaTrackSettings = {},
  hint = kind === 'video' ? 'motion' : 'speech',
): MediaStreamTrack {
  return Object.assign(liveTrack(kind), { getSettings: () => settings, contentHint: hint });
}

/** A room with people to whom I offer, on a desktop; what the engine says of them is kept. */
export function openRoom(change: Partial<DirectParts> = {}) {
  const told = {
    offers: [] as string[],
    givenUp: [] as string[],
    disconnected: [] as string[],
    records: [] as [call: string, record: LegRecord][],
  };
  const nothing = () => Promise.resolve();
  const session: MediaSession = createDirectSession({
    signalling: {
      call: (peer, sdp) => {
        told.offers.push(sdp);
        return Promise.resolve(`call to ${peer}`);
      },
      acknowledge: nothing,
      ignoreOffer: nothing,
      update: nothing,
      candidates: nothing,
      disconnect: (call) => {
        told.disconnected.push(call);
        return Promise.resolve();
      },
    },
    iceServers: { servers: [], goodUntil: null },
    renewIceServers: nothing,
    withVideo: true,
    profile: '480p',
    videoCodecs: videoCodecs({ system: 'linux', family: 'chrome' }),
    events: {
      onGivenUp: (peer) => told.givenUp.push(peer),
      onStalled: () => undefined,
      onRecord: (call, record) => told.records.push([call, record]),
    },
    ...change,
  });
  const come = (...names: string[]): Promise<unknown> => {
    session.setPeers(names.map(peer), 'anew');
    return vi.advanceTimersByTimeAsync(0);
  };
  /** The other end answers; the connections stand. */
  const connect = async (): Promise<void> => {
    for (const [place, connection] of FakeConnection.all.entries()) {
      if (connection.connectionState !== 'new') continue;
      const { uuid } = peer(place === 0 ? 'bob' : (people[place] ?? ''));
      session.receive({
        name: 'new_answer',
        data: { peer: uuid, call_uuid: `call to ${uuid}`, sdp: answeredSdp },
        scope: null,
      });
      await vi.advanceTimersByTimeAsync(0);
      connection.become('connected');
    }
    await vi.advanceTimersByTimeAsync(1_000);
  };
  return { session, told, come, connect };
}

const people = ['bob', 'carol', 'dave'];

function peer(uuid: string): MediaPeer {
  return {
    uuid,
    offer: 'me',
    profile: 'ringway',
    connected: true,
    onLiveKit: false,
    sharesScreen: false,
    sends: true,
  };
}

/** The connection to whoever came at this place. */
export function connectionAt(place: number): FakeConnection {
  const connection = FakeConnection.all[place];
  if (!connection) expect.fail(`there is no connection ${place}`);
  return connection;
}

/** What a sender was told of its only encoding. */
export function encodingOf(
  connection: FakeConnection,
  kind: 'audio' | 'video',
): RTCRtpEncodingParameters {
  return connection.line(kind).sender.parameters.encodings[0] ?? {};
}

/** A line on which so many bit/s may go out. */
export function lineOf(available: number): readonly Readonly<Record<string, unknown>>[] {
  return [
    { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
    { id: 'P', type: 'candidate-pair', availableOutgoingBitrate: available },
  ];
}
