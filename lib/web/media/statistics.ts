import type { Quality } from '../call/view';

/** What was counted on a leg at one moment; sums since its start, times in ms. */
export interface LegCounts {
  readonly at: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly audioSamples: number;
  readonly concealedSamples: number;
  readonly framesDecoded: number;
  readonly framesEncoded: number;
  /** The largest picture now, null: there is none. */
  readonly pictureIn: PictureSize | null;
  readonly pictureOut: PictureSize | null;
  readonly freezes: number;
  readonly freezesMs: number;
  /** Answers to STUN checks: the path lives even while nobody speaks. */
  readonly pathAnswers: number;
  readonly audioBytesReceived: number;
  readonly videoBytesReceived: number;
  readonly audioBytesSent: number;
  readonly videoBytesSent: number;
  readonly packetsSent: number;
  /** What they say was lost of them. */
  readonly packetsLostThere: number;
  readonly roundTripMs: number | null;
  /** Share of what I sent that they say was lost, 0 to 1. */
  readonly lossThere: number | null;
  /** What the line takes, bit/s. */
  readonly availableBitrate: number | null;
  /** How the path goes, for the record: "host", "srflx", "relay". */
  readonly localCandidate: string | null;
  readonly remoteCandidate: string | null;
  readonly protocol: string | null;
  /** How the local relay is reached: "udp", "tcp", "tls". */
  readonly relayProtocol: string | null;
}

/** px */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A report's entries, as loosely as browsers fill them. */
type Entry = Readonly<Record<string, unknown>>;

/** Counts a leg from a report of `RTCPeerConnection.getStats` (webrtc-stats); what a browser lacks is 0 or null. */
export function countLeg(report: Iterable<readonly [string, unknown]>, at: number): LegCounts {
  const entries = new Map<string, Entry>();
  for (const [id, entry] of report) if (isEntry(entry)) entries.set(id, entry);
  const all = [...entries.values()];
  const of = (type: string, kind?: string): Entry[] =>
    all.filter((entry) => entry['type'] === type && (!kind || entry['kind'] === kind));
  const sum = (from: readonly Entry[], name: string): number =>
    from.reduce((total, entry) => total + (numberIn(entry, name) ?? 0), 0);
  const inbound = of('inbound-rtp');
  const pair = selectedPair(entries, all);
  const loss = of('remote-inbound-rtp').flatMap((entry) => numberIn(entry, 'fractionLost') ?? []);
  const roundTrip = pair && numberIn(pair, 'currentRoundTripTime');
  const local = pair && entries.get(textIn(pair, 'localCandidateId') ?? '');
  const remote = pair && entries.get(textIn(pair, 'remoteCandidateId') ?? '');
  return {
    at,
    packetsReceived: sum(inbound, 'packetsReceived'),
    packetsLost: sum(inbound, 'packetsLost'),
    audioSamples: sum(of('inbound-rtp', 'audio'), 'totalSamplesReceived'),
    concealedSamples:
      sum(of('inbound-rtp', 'audio'), 'concealedSamples') -
      sum(of('inbound-rtp', 'audio'), 'silentConcealedSamples'),
    framesDecoded: sum(of('inbound-rtp', 'video'), 'framesDecoded'),
    framesEncoded: sum(of('outbound-rtp', 'video'), 'framesEncoded'),
    pictureIn: largest(of('inbound-rtp', 'video')),
    pictureOut: largest(of('outbound-rtp', 'video')),
    freezes: sum(of('inbound-rtp', 'video'), 'freezeCount'),
    freezesMs: sum(of('inbound-rtp', 'video'), 'totalFreezesDuration') * 1000,
    pathAnswers: (pair && numberIn(pair, 'responsesReceived')) ?? 0,
    audioBytesReceived: sum(of('inbound-rtp', 'audio'), 'bytesReceived'),
    videoBytesReceived: sum(of('inbound-rtp', 'video'), 'bytesReceived'),
    audioBytesSent: sum(of('outbound-rtp', 'audio'), 'bytesSent'),
    videoBytesSent: sum(of('outbound-rtp', 'video'), 'bytesSent'),
    packetsSent: sum(of('outbound-rtp'), 'packetsSent'),
    packetsLostThere: sum(of('remote-inbound-rtp'), 'packetsLost'),
    roundTripMs: roundTrip === undefined ? null : Math.round(roundTrip * 1000),
    lossThere: loss.length === 0 ? null : Math.max(...loss),
    availableBitrate: (pair && numberIn(pair, 'availableOutgoingBitrate')) ?? null,
    localCandidate: (local && textIn(local, 'candidateType')) ?? null,
    remoteCandidate: (remote && textIn(remote, 'candidateType')) ?? null,
    protocol: (local && textIn(local, 'protocol')) ?? null,
    relayProtocol: (local && textIn(local, 'relayProtocol')) ?? null,
  };
}

function largest(lines: readonly Entry[]): PictureSize | null {
  const sizes = lines.flatMap((line) => {
    const [width, height] = [numberIn(line, 'frameWidth'), numberIn(line, 'frameHeight')];
    return width && height ? [{ width, height }] : [];
  });
  return sizes.reduce<PictureSize | null>(larger, null);
}

/** The picture with more pixels. */
export function larger(one: PictureSize | null, other: PictureSize | null): PictureSize | null {
  const area = (size: PictureSize | null): number => (size ? size.width * size.height : 0);
  return area(other) > area(one) ? other : one;
}

function selectedPair(
  entries: ReadonlyMap<string, Entry>,
  all: readonly Entry[],
): Entry | undefined {
  const transport = all.find((entry) => entry['type'] === 'transport');
  const named = transport && entries.get(textIn(transport, 'selectedCandidatePairId') ?? '');
  return (
    named ?? all.find((entry) => entry['type'] === 'candidate-pair' && entry['nominated'] === true)
  );
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null;
}

function numberIn(entry: Entry, name: string): number | undefined {
  const value = entry[name];
  return typeof value === 'number' ? value : undefined;
}

function textIn(entry: Entry, name: string): string | undefined {
  const value = entry[name];
  return typeof value === 'string' ? value : undefined;
}

/** How a second of a call was, from what was counted before and after it. */
export interface LegSecond {
  /** Shares of 0 to 1. */
  readonly loss: number;
  readonly concealed: number;
  readonly frozen: number;
  readonly roundTripMs: number | null;
}

/** The difference of two counts. */
export function compareCounts(before: LegCounts, after: LegCounts): LegSecond {
  const received = after.packetsReceived - before.packetsReceived;
  const lost = Math.max(0, after.packetsLost - before.packetsLost);
  const samples = after.audioSamples - before.audioSamples;
  const elapsed = Math.max(1, after.at - before.at);
  return {
    loss: Math.max(share(lost, received + lost), after.lossThere ?? 0),
    concealed: share(Math.max(0, after.concealedSamples - before.concealedSamples), samples),
    frozen: Math.min(1, Math.max(0, after.freezesMs - before.freezesMs) / elapsed),
    roundTripMs: after.roundTripMs,
  };
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 0;
}

/** Whether a person would notice: a tenth lost or filled in, half a second frozen, or a lag of a satellite. */
export function isBadSecond(second: LegSecond): boolean {
  return (
    second.loss > 0.1 ||
    second.concealed > 0.1 ||
    second.frozen > 0.5 ||
    (second.roundTripMs ?? 0) > 600
  );
}

/** How a leg does, and for how many seconds in a row something else was seen. */
export interface QualityWatch {
  readonly quality: Quality;
  readonly against: number;
}

/** Nothing was seen yet. */
export const unknownQuality: QualityWatch = { quality: 'unknown', against: 0 };

/** Three bad seconds in a row make a leg poor, five good ones make it good again: the word does not flicker. */
export function judgeQuality(watch: QualityWatch, bad: boolean): QualityWatch {
  const seen: Quality = bad ? 'poor' : 'good';
  if (seen === watch.quality) return { quality: watch.quality, against: 0 };
  const against = watch.against + 1;
  const enough = bad ? 3 : watch.quality === 'unknown' ? 1 : 5;
  return against >= enough ? { quality: seen, against: 0 } : { quality: watch.quality, against };
}

/** Whether something still comes from the other end: packets, or answers on the path. */
export function stillFlows(before: LegCounts, after: LegCounts): boolean {
  return after.packetsReceived > before.packetsReceived || after.pathAnswers > before.pathAnswers;
}
