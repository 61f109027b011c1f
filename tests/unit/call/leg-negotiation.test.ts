import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideCall, decideLeg, type Leg, type LegCommand, type LegEvent } from '@/lib/call/leg';
import { answeredRoom } from './examples';
import { runs } from './random';

type Who = 'alice' | 'bob';

/**
 * One end as a browser does it: perfect negotiation (W3C WebRTC, 10.7) over queues that keep their
 * order. Bob offers first and is impolite.
 */
interface End {
  readonly polite: boolean;
  signalling: 'stable' | 'offered';
  /** Between "negotiation needed" and the offer that leaves. */
  makingOffer: boolean;
  /** Changes that the other end has not seen yet. */
  wanted: number;
  /** Changes in the offer that is on its way. */
  offering: number;
  /** Changes that were answered. */
  agreed: number;
  readonly outbox: LegCommand[];
  readonly inbox: LegEvent[];
}

/** What may happen next; what is impossible at the moment is passed over. */
const step = fc.record({
  who: fc.constantFrom<Who[]>('alice', 'bob'),
  act: fc.constantFrom('want', 'make', 'offer', 'relay', 'relay', 'read', 'read'),
});

class Exchange {
  readonly room = answeredRoom();
  readonly ends: Record<Who, End> = { alice: newEnd(true), bob: newEnd(false) };
  leg: Leg;
  private texts = 0;

  constructor() {
    const opened = decideCall(this.room, {
      from: 'bob',
      peer: 'alice',
      sdp: this.sdp('first'),
      offer: 'me',
      existing: null,
      callUuids: { mine: 'b', peers: 'a' },
    });
    if (opened.outcome !== 'open') throw new Error(opened.outcome);
    this.leg = opened.leg;
    this.ends.bob.signalling = 'offered';
    this.deliver(opened.events);
  }

  act(who: Who, act: string): void {
    const end = this.ends[who];
    if (act === 'want') end.wanted += 1;
    if (act === 'make') this.make(end);
    if (act === 'offer') this.offer(end);
    if (act === 'relay') this.relay(who, end);
    if (act === 'read') this.read(end);
  }

  /** Nothing new is wanted: everything that is on its way arrives. */
  settle(): void {
    for (let round = 0; round < 1_000 && !this.isQuiet(); round += 1) {
      for (const who of ['alice', 'bob'] as const) {
        for (const act of ['relay', 'read', 'make', 'offer']) this.act(who, act);
      }
    }
  }

  isQuiet(): boolean {
    return Object.values(this.ends).every(
      (end) =>
        end.signalling === 'stable' &&
        !end.makingOffer &&
        end.wanted === 0 &&
        end.outbox.length === 0 &&
        end.inbox.length === 0,
    );
  }

  /** The first offer is on its way: nobody else may begin before it was answered. */
  private make(end: End): void {
    const first = end.polite ? !this.leg.answered : false;
    if (end.wanted > 0 && end.signalling === 'stable' && !end.makingOffer && !first) {
      end.makingOffer = true;
    }
  }

  private offer(end: End): void {
    if (!end.makingOffer) return;
    end.makingOffer = false;
    end.signalling = 'offered';
    end.offering = end.wanted;
    end.wanted = 0;
    end.outbox.push({ do: 'update', sdp: this.sdp('offer') });
  }

  private relay(who: Who, end: End): void {
    const command = end.outbox.shift();
    if (command === undefined) return;
    const decision = decideLeg(this.leg, this.room, who, command);
    if (decision.outcome !== 'forward') {
      throw new Error(`${who} ${command.do}: ${JSON.stringify(decision)}`);
    }
    this.leg = decision.leg;
    this.deliver(decision.events);
  }

  private read(end: End): void {
    const [event] = end.inbox;
    // The browser's operations chain: a polite end finishes its offer before it reads another.
    if (event === undefined || (end.makingOffer && end.polite)) return;
    end.inbox.shift();
    if (event.name === 'new_answer') {
      expect(end.signalling).toBe('offered');
      end.signalling = 'stable';
      end.agreed += end.offering;
      end.offering = 0;
    }
    if (event.name === 'new_offer') end.outbox.push({ do: 'ack', sdp: this.sdp('answer') });
    if (event.name === 'update_sdp') this.readOffer(end);
    if (event.name === 'offer_ignored') expect(end.signalling).toBe('offered');
  }

  private readOffer(end: End): void {
    const collision = end.makingOffer || end.signalling === 'offered';
    if (collision && !end.polite) {
      end.outbox.push({ do: 'ignore_offer' });
      return;
    }
    if (collision) {
      end.signalling = 'stable';
      end.wanted += end.offering;
      end.offering = 0;
    }
    end.outbox.push({ do: 'ack', sdp: this.sdp('answer') });
  }

  private deliver(events: readonly LegEvent[]): void {
    for (const event of events) {
      if (event.to === 'alice' || event.to === 'bob') this.ends[event.to].inbox.push(event);
    }
  }

  private sdp(what: string): string {
    this.texts += 1;
    return `v=0\r\ns=${what} ${this.texts}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n`;
  }
}

function newEnd(polite: boolean): End {
  return {
    polite,
    signalling: 'stable',
    makingOffer: false,
    wanted: 0,
    offering: 0,
    agreed: 0,
    outbox: [],
    inbox: [],
  };
}

describe('two browsers that negotiate in random order', () => {
  it('are never refused, and every change is agreed in the end', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const exchange = new Exchange();
        for (const { who, act } of steps) exchange.act(who, act);
        exchange.settle();
        expect(exchange.isQuiet()).toBe(true);
        for (const who of ['alice', 'bob'] as const) {
          const wanted = steps.filter((one) => one.who === who && one.act === 'want').length;
          expect(exchange.ends[who].agreed).toBe(wanted);
        }
        expect(exchange.leg).toMatchObject({
          answered: true,
          offerer: { offer: null, takenBack: 0 },
          answerer: { offer: null, takenBack: 0 },
        });
      }),
      runs(2_000),
    );
  });
});
