import { describe, expect, it } from 'vitest';

import { cornerAfter, nearestCorner, type Corner } from '@/components/call/corners';
import { canCallAgain, endingKind, hasQuality } from '@/components/call/ending';
import { fitOf } from '@/components/call/fit';
import { nameOf, sceneOf } from '@/components/call/scene';
import { readTicket } from '@/components/call/ticket-store';
import { english } from '@/components/i18n/messages/en';
import { endCauses, reasons } from '@/lib/platform/reasons';
import type { CallPhase, Ending } from '@/lib/web/call/view';
import { aCall, connected } from '../web/a-call';

const over: CallPhase = { phase: 'ended', ending: { reason: 'ended', by: 'me', durationMs: 1 } };

describe('which call is on the stage', () => {
  const going = aCall('going', connected);
  const held = aCall('held', connected, true);
  const ended = aCall('ended', over);

  it('is the one that goes on, with those on hold beside it', () => {
    expect(sceneOf([held, going])).toEqual({ shown: going, held: [held], outdated: [] });
  });

  it('is what has just ended while nothing else goes on', () => {
    expect(sceneOf([held, ended])).toEqual({ shown: ended, held: [held], outdated: [] });
  });

  it('is one on hold when nothing else is left', () => {
    expect(sceneOf([held])).toEqual({ shown: held, held: [], outdated: [] });
  });

  it('lets an ended call go when another goes on', () => {
    expect(sceneOf([ended, going])).toEqual({ shown: going, held: [], outdated: [ended] });
  });

  it('is none without calls', () => {
    expect(sceneOf([])).toEqual({ shown: null, held: [], outdated: [] });
  });

  it('names a peer by its address while no name is known', () => {
    expect(nameOf({ address: 'bob@example.com', displayName: '' })).toBe('bob@example.com');
  });
});

describe('the words of an ending', () => {
  const endings: Ending[] = reasons.flatMap((reason) =>
    [undefined, ...endCauses].flatMap((cause) =>
      (['me', 'peer', 'server'] as const).map((by) => ({
        reason,
        ...(cause && { cause }),
        by,
        durationMs: null,
      })),
    ),
  );

  it('are there for every reason, cause and side', () => {
    const words = english.call.ended.reason;
    for (const ending of endings) {
      for (const direction of ['incoming', 'outgoing'] as const) {
        for (const kind of ['gateway', 'conference'] as const) {
          expect(words).toHaveProperty(endingKind(ending, direction, kind));
        }
      }
    }
  });

  it.each([
    [{ reason: 'ended', cause: 'hung_up', by: 'peer' }, 'hungUp'],
    [{ reason: 'ended', cause: 'hung_up', by: 'me' }, 'ended'],
    [{ reason: 'ended', cause: 'connection_lost', by: 'peer' }, 'peerLost'],
    [{ reason: 'ended', cause: 'connection_lost', by: 'me' }, 'connectionLost'],
    [{ reason: 'missed', by: 'server' }, 'noAnswer'],
    [{ reason: 'rejected', by: 'peer' }, 'declined'],
    [{ reason: 'busy', by: 'server' }, 'busy'],
  ] as const)('of %o that one placed is %s', (ending, kind) => {
    expect(endingKind({ ...ending, durationMs: 1000 }, 'outgoing', 'gateway')).toBe(kind);
  });

  it.each([
    [{ cause: 'host_ended', by: 'peer', durationMs: 5 }, 'hostEnded'],
    [{ cause: 'host_ended', by: 'me', durationMs: 5 }, 'endedForAll'],
    [{ cause: 'hung_up', by: 'me', durationMs: 5 }, 'left'],
    [{ cause: 'removed', by: 'server', durationMs: 5 }, 'removed'],
    [{ cause: 'cannot_encrypt', by: 'server', durationMs: 5 }, 'cannotEncrypt'],
    // Before the door: nothing had connected.
    [{ cause: 'removed', by: 'server', durationMs: null }, 'notAdmitted'],
  ] as const)('of a meeting by %o is %s', (how, kind) => {
    expect(endingKind({ reason: 'ended', ...how }, 'outgoing', 'conference')).toBe(kind);
  });

  it('offer to call again only where that leads somewhere', () => {
    expect(canCallAgain('noAnswer')).toBe(true);
    expect(canCallAgain('noSuchAddress')).toBe(false);
    expect(canCallAgain('answeredElsewhere')).toBe(false);
    expect(canCallAgain('cannotEncrypt')).toBe(false);
  });

  it('offer the quality record where there was, or should have been, something to measure', () => {
    const ending = { reason: 'ended', by: 'peer', durationMs: 1_000 } as const;
    expect(hasQuality('hungUp', ending)).toBe(true);
    expect(hasQuality('silent', { ...ending, durationMs: null })).toBe(true);
    expect(hasQuality('declined', { ...ending, durationMs: null })).toBe(false);
  });
});

describe('how a picture fits the stage', () => {
  const upright = 9 / 19.5;
  const desktop = 16 / 9;

  it('fills it where little is cut away', () => {
    expect(fitOf(4 / 3, desktop)).toEqual({ fit: 'fill' });
    expect(fitOf(9 / 16, upright)).toEqual({ fit: 'fill' });
  });

  it('trims a wide one at its sides on an upright phone', () => {
    const fit = fitOf(4 / 3, upright);
    expect(fit).toEqual({ fit: 'trim', ratio: expect.closeTo(0.88, 5) as number });
  });

  it('shows an upright one whole on a desktop', () => {
    expect(fitOf(3 / 4, desktop)).toEqual({ fit: 'whole' });
  });

  it('fills while nothing is known', () => {
    expect(fitOf(null, desktop)).toEqual({ fit: 'fill' });
  });
});

describe("the corner of one's own picture", () => {
  const stage = { left: 0, top: 0, width: 1000, height: 600 };

  it.each([
    [10, 10, 'topLeft'],
    [900, 10, 'topRight'],
    [10, 500, 'bottomLeft'],
    [900, 500, 'bottomRight'],
  ] as const)('is the nearest one where it was let go (%i, %i)', (left, top, corner) => {
    expect(nearestCorner(stage, { left, top, width: 80, height: 60 })).toBe(corner);
  });

  it('follows the arrow keys and stays at the edge', () => {
    const way: Corner[] = [];
    let corner: Corner = 'topRight';
    for (const arrow of ['down', 'left', 'left', 'up', 'right'] as const) {
      corner = cornerAfter(corner, arrow);
      way.push(corner);
    }
    expect(way).toEqual(['bottomRight', 'bottomLeft', 'bottomLeft', 'topLeft', 'topRight']);
  });
});

describe('the link to a call', () => {
  const read = (fragment: string) => readTicket(new URLSearchParams(fragment));

  it('names an invitation and the ticket for it', () => {
    expect(read('invitation=i1&ticket=t1&address=r%40example.com&action=reject')).toEqual({
      ticket: { invitation: 'i1', ticket: 't1', address: 'r@example.com' },
      action: 'reject',
    });
  });

  it('asks to join unless it says otherwise', () => {
    expect(read('invitation=i1&ticket=t1&action=whatever')).toEqual({
      ticket: { invitation: 'i1', ticket: 't1', address: null },
      action: 'answer',
    });
  });

  it('is none when half of it is missing', () => {
    expect(read('invitation=i1')).toBeNull();
    expect(read('ticket=t1')).toBeNull();
    expect(read('')).toBeNull();
  });
});
