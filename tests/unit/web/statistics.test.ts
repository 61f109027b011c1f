import { describe, expect, test } from 'vitest';
import {
  compareCounts,
  countLeg,
  isBadSecond,
  judgeQuality,
  stillFlows,
  unknownQuality,
  type LegCounts,
} from '@/lib/web/media/statistics';

const report: [string, unknown][] = [
  ['T', { type: 'transport', selectedCandidatePairId: 'P' }],
  [
    'P',
    {
      type: 'candidate-pair',
      currentRoundTripTime: 0.042,
      availableOutgoingBitrate: 800_000,
      responsesReceived: 7,
      localCandidateId: 'L',
      remoteCandidateId: 'R',
    },
  ],
  ['other', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 9 }],
  ['L', { type: 'local-candidate', candidateType: 'host', protocol: 'udp' }],
  ['R', { type: 'remote-candidate', candidateType: 'srflx' }],
  [
    'IA',
    {
      type: 'inbound-rtp',
      kind: 'audio',
      packetsReceived: 100,
      packetsLost: 2,
      totalSamplesReceived: 48_000,
      concealedSamples: 500,
      silentConcealedSamples: 100,
    },
  ],
  ['IV', { type: 'inbound-rtp', kind: 'video', packetsReceived: 50, framesDecoded: 25 }],
  ['OA', { type: 'outbound-rtp', kind: 'audio', bytesSent: 1_000 }],
  [
    'OV',
    {
      type: 'outbound-rtp',
      kind: 'video',
      bytesSent: 9_000,
      packetsSent: 30,
      frameWidth: 640,
      frameHeight: 480,
    },
  ],
  ['RI', { type: 'remote-inbound-rtp', kind: 'video', fractionLost: 0.25, packetsLost: 3 }],
  ['nothing', null],
];

test('counts a leg over the pair that its transport has chosen', () => {
  expect(countLeg(report, 5)).toEqual({
    at: 5,
    packetsReceived: 150,
    packetsLost: 2,
    audioSamples: 48_000,
    concealedSamples: 400,
    framesDecoded: 25,
    framesEncoded: 0,
    pictureIn: null,
    pictureOut: { width: 640, height: 480 },
    freezes: 0,
    freezesMs: 0,
    pathAnswers: 7,
    audioBytesReceived: 0,
    videoBytesReceived: 0,
    audioBytesSent: 1_000,
    videoBytesSent: 9_000,
    packetsSent: 30,
    packetsLostThere: 3,
    roundTripMs: 42,
    lossThere: 0.25,
    availableBitrate: 800_000,
    localCandidate: 'host',
    remoteCandidate: 'srflx',
    protocol: 'udp',
    relayProtocol: null,
  });
});

test('a browser that counts nothing yields nothing', () => {
  expect(countLeg([], 0)).toMatchObject({ packetsReceived: 0, roundTripMs: null });
});

const none = countLeg([], 0);
const counts = (change: Partial<LegCounts>): LegCounts => ({ ...none, at: 1_000, ...change });

describe('a second', () => {
  test('is bad with a tenth of the packets lost, here or there', () => {
    const good = compareCounts(none, counts({ packetsReceived: 95, packetsLost: 5 }));
    expect(isBadSecond(good)).toBe(false);
    expect(isBadSecond(compareCounts(none, counts({ packetsReceived: 80, packetsLost: 20 })))).toBe(
      true,
    );
    expect(isBadSecond(compareCounts(none, counts({ lossThere: 0.2 })))).toBe(true);
  });

  test('is bad when the picture stood still or the voice was made up', () => {
    expect(isBadSecond(compareCounts(none, counts({ freezesMs: 700 })))).toBe(true);
    const made = counts({ audioSamples: 48_000, concealedSamples: 9_600 });
    expect(isBadSecond(compareCounts(none, made))).toBe(true);
  });

  test('without anything in it is not bad', () => {
    expect(isBadSecond(compareCounts(none, counts({})))).toBe(false);
  });
});

test('the word for the quality does not flicker', () => {
  let watch = judgeQuality(unknownQuality, false);
  expect(watch.quality).toBe('good');
  for (const bad of [true, true, false, true, true]) watch = judgeQuality(watch, bad);
  expect(watch.quality).toBe('good');
  watch = judgeQuality(watch, true);
  expect(watch.quality).toBe('poor');
  for (let second = 0; second < 4; second += 1) watch = judgeQuality(watch, false);
  expect(watch.quality).toBe('poor');
  expect(judgeQuality(watch, false).quality).toBe('good');
});

test('something still flows while packets come, or answers on the path', () => {
  expect(stillFlows(none, none)).toBe(false);
  expect(stillFlows(none, counts({ packetsReceived: 1 }))).toBe(true);
  expect(stillFlows(none, counts({ pathAnswers: 1 }))).toBe(true);
});
