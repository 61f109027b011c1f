/** What a fake report of `RTCPeerConnection.getStats` says; sums since the leg's start. */
export interface Reported {
  /** s */
  readonly roundTrip?: number;
  readonly frames?: number;
  readonly audioBytes?: number;
  readonly videoBytes?: number;
  readonly received?: number;
  readonly lost?: number;
  readonly sent?: number;
  readonly lostThere?: number;
  readonly samples?: number;
  readonly concealed?: number;
  readonly freezes?: number;
  /** s */
  readonly frozen?: number;
  readonly size?: readonly [width: number, height: number];
  readonly local?: string;
  readonly relay?: string;
  /** bit/s */
  readonly available?: number;
}

/** A report as Chromium fills it (webrtc-stats), the same in both directions. */
export function reportOf(said: Reported): [string, Readonly<Record<string, unknown>>][] {
  const { frames = 0, audioBytes = 0, videoBytes = 0, size = [640, 480] } = said;
  const [frameWidth, frameHeight] = size;
  const entries = [
    { id: 'T', type: 'transport', selectedCandidatePairId: 'P', iceLocalUsernameFragment: 'ufrag' },
    {
      ...{ id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R' },
      ...(said.roundTrip !== undefined && { currentRoundTripTime: said.roundTrip }),
      ...(said.available !== undefined && { availableOutgoingBitrate: said.available }),
    },
    {
      ...{ id: 'L', type: 'local-candidate', candidateType: said.local ?? 'host' },
      ...{ protocol: 'udp', address: '192.0.2.7', port: 4711 },
      ...(said.relay !== undefined && { relayProtocol: said.relay }),
    },
    { id: 'R', type: 'remote-candidate', candidateType: 'srflx', address: '2001:db8::1' },
    { id: 'C', type: 'certificate', fingerprint: 'FE:DC' },
    {
      ...{ id: 'IA', type: 'inbound-rtp', kind: 'audio', bytesReceived: audioBytes },
      ...{ packetsReceived: said.received ?? 0, packetsLost: said.lost ?? 0 },
      ...{ totalSamplesReceived: said.samples ?? 0, concealedSamples: said.concealed ?? 0 },
    },
    {
      ...{ id: 'IV', type: 'inbound-rtp', kind: 'video', bytesReceived: videoBytes },
      ...{ framesDecoded: frames, frameWidth, frameHeight },
      ...{ freezeCount: said.freezes ?? 0, totalFreezesDuration: said.frozen ?? 0 },
    },
    {
      ...{ id: 'OA', type: 'outbound-rtp', kind: 'audio', bytesSent: audioBytes },
      packetsSent: said.sent ?? 0,
    },
    {
      ...{ id: 'OV', type: 'outbound-rtp', kind: 'video', bytesSent: videoBytes },
      ...{ framesEncoded: frames, frameWidth, frameHeight },
    },
    { id: 'RI', type: 'remote-inbound-rtp', kind: 'audio', packetsLost: said.lostThere ?? 0 },
  ];
  return entries.map((entry) => [entry.id, entry]);
}
