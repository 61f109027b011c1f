import { describe, expect, test } from 'vitest';
import {
  decideOffer,
  decideTransport,
  isAnswerExpected,
  transportWell,
  watchTransport,
} from '@/lib/web/media/direct/negotiation';
import { giveUpAfter, restartAfter, restartEvery } from '@/lib/web/media/direct/policy';

describe('an offer of the other end', () => {
  test('is taken while nothing else is going on', () => {
    for (const polite of [true, false]) {
      expect(decideOffer({ polite, makingOffer: false, signalingState: 'stable' })).toBe('take');
    }
  });

  test('in glare the polite end gives way and the impolite one does not', () => {
    for (const glare of [
      { makingOffer: true, signalingState: 'stable' },
      { makingOffer: false, signalingState: 'have-local-offer' },
    ] as const) {
      expect(decideOffer({ polite: true, ...glare })).toBe('yield');
      expect(decideOffer({ polite: false, ...glare })).toBe('ignore');
    }
  });
});

test('an answer counts only for an own offer that stands', () => {
  expect(isAnswerExpected('have-local-offer')).toBe(true);
  expect(isAnswerExpected('stable')).toBe(false);
  expect(isAnswerExpected('have-remote-offer')).toBe(false);
});

describe('a path that is away', () => {
  test('is given two seconds to heal, then restarted, again every eight, and given up after thirty', () => {
    const away = watchTransport(transportWell, 'disconnected', 1_000);
    expect(decideTransport(away, 1_000 + restartAfter - 1)).toBe('wait');
    expect(decideTransport(away, 1_000 + restartAfter)).toBe('restart');
    const restarted = { ...away, restartedAt: 1_000 + restartAfter };
    expect(decideTransport(restarted, 1_000 + restartAfter + restartEvery - 1)).toBe('wait');
    expect(decideTransport(restarted, 1_000 + restartAfter + restartEvery)).toBe('restart');
    expect(decideTransport(restarted, 1_000 + giveUpAfter)).toBe('give_up');
  });

  test('that failed is restarted at once', () => {
    const failed = watchTransport(transportWell, 'failed', 50_000);
    expect(decideTransport(failed, 50_000)).toBe('restart');
  });

  test('keeps counting from when it went, whatever it is called meanwhile', () => {
    const away = watchTransport(transportWell, 'disconnected', 1_000);
    const trying = watchTransport(away, 'connecting', 20_000);
    expect(decideTransport(trying, 1_000 + giveUpAfter)).toBe('give_up');
  });

  test('is forgotten once it is back', () => {
    const away = watchTransport(transportWell, 'disconnected', 1_000);
    const back = watchTransport(away, 'connected', 9_000);
    expect(decideTransport(back, 1_000_000)).toBe('wait');
  });
});
