import { describe, expect, it } from 'vitest';
import {
  decideCall,
  decideLeg,
  endLegsOf,
  sdpForm,
  whoOffers,
  type Call,
  type Leg,
  type LegCommand,
  type LegEvent,
} from '@/lib/call/leg';
import type { Room } from '@/lib/call/room';
import { after, answeredRoom, meeting, ringingRoom } from './examples';

const sdp = (name: string) => `v=0\r\ns=${name}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n`;
const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', mid: '0', ufrag: 'u' };

/** Bob, who came later, offers to Alice. */
function call(change: Partial<Call> = {}): Call {
  return {
    from: 'bob',
    peer: 'alice',
    sdp: sdp('offer'),
    offer: 'me',
    existing: null,
    callUuids: { mine: 'b1', peers: 'a1' },
    ...change,
  };
}

function opened(change: Partial<Call> = {}, room: Room = answeredRoom()) {
  const decision = decideCall(room, call(change));
  if (decision.outcome !== 'open') throw new Error(decision.outcome);
  return decision;
}

function send(leg: Leg, from: string, command: LegCommand, room: Room = answeredRoom()) {
  return decideLeg(leg, room, from, command);
}

function sent(
  leg: Leg,
  from: string,
  command: LegCommand,
): { leg: Leg; events: readonly LegEvent[] } {
  const decision = send(leg, from, command);
  if (decision.outcome !== 'forward') throw new Error(`${command.do}: ${decision.outcome}`);
  return decision;
}

/** Offered by Bob, answered by Alice. */
function established(): Leg {
  return sent(opened().leg, 'alice', { do: 'ack', sdp: sdp('answer') }).leg;
}

/** Words a person can read. */
const sentence: unknown = expect.stringMatching(/\w+ .*\.$/);
const refusedWith = (reason: string) => ({ outcome: 'refused', reason, text: sentence });

describe('who offers', () => {
  const early = { arrived: 1, canOnlyOffer: false };
  const late = { arrived: 2, canOnlyOffer: false };
  const onlyOffers = { arrived: 1, canOnlyOffer: true };

  it.each([
    ['the later joiner', late, early, 'me'],
    ['not the earlier', early, late, 'peer'],
    ['a client that can only offer', onlyOffers, late, 'me'],
    ['nobody to a client that can only offer', late, onlyOffers, 'peer'],
  ] as const)('%s', (_who, me, peer, offer) => {
    expect(whoOffers(me, peer)).toBe(offer);
    expect(whoOffers(peer, me)).toBe(offer === 'me' ? 'peer' : 'me');
  });
});

describe('opening a leg', () => {
  it('brings the offer to the other end, under its own call_uuid', () => {
    expect(opened().events).toEqual([
      {
        to: 'alice',
        name: 'new_offer',
        data: { sdp: sdp('offer'), peer: 'bob', call_uuid: 'a1' },
      },
    ]);
  });

  it('is for the one who offers by the server’s word', () => {
    expect(decideCall(answeredRoom(), call({ offer: 'peer' }))).toEqual(refusedWith('forbidden'));
  });

  it('the same offer again is a repeat', () => {
    const { leg } = opened();
    expect(decideCall(answeredRoom(), call({ existing: leg }))).toEqual({ outcome: 'repeat', leg });
  });

  it.each([
    ['bob', 'alice', { mine: 'b2', peers: 'a2' }, 'a1', 'a2'],
    ['alice', 'bob', { mine: 'a2', peers: 'b2' }, 'b1', 'b2'],
  ])('by %s while there is one replaces it (a reload)', (from, peer, callUuids, old, fresh) => {
    const again = { from, peer, callUuids, existing: established(), sdp: sdp('reloaded') };
    const { leg, replaced, events } = opened({ ...again, offer: 'peer' });
    expect(replaced?.state).toBe('ended');
    expect(leg.offerer.participant).toBe(from);
    expect(events).toEqual([
      { to: peer, name: 'peer_disconnect', data: { peer: from, call_uuid: old } },
      {
        to: peer,
        name: 'new_offer',
        data: { sdp: sdp('reloaded'), peer: from, call_uuid: fresh },
      },
    ]);
  });
});

describe('answering', () => {
  it('brings the answer to the offerer', () => {
    expect(sent(opened().leg, 'alice', { do: 'ack', sdp: sdp('answer') }).events).toEqual([
      {
        to: 'bob',
        name: 'new_answer',
        data: { sdp: sdp('answer'), peer: 'alice', call_uuid: 'b1' },
      },
    ]);
  });

  it('again is a repeat, another answer is out of turn', () => {
    const leg = established();
    expect(send(leg, 'alice', { do: 'ack', sdp: sdp('answer') })).toEqual({
      outcome: 'repeat',
      leg,
    });
    expect(send(leg, 'alice', { do: 'ack', sdp: sdp('other') })).toEqual(refusedWith('forbidden'));
  });

  it.each([
    ['one’s own offer', 'bob', { do: 'ack', sdp: sdp('x') }],
    ['nothing: to ignore it', 'bob', { do: 'ignore_offer' }],
    ['with an offer of one’s own', 'alice', { do: 'update', sdp: sdp('x') }],
    ['before the answer came: a second offer', 'bob', { do: 'update', sdp: sdp('x') }],
    ['by ignoring the first offer', 'alice', { do: 'ignore_offer' }],
  ] as const)('%s is out of turn', (_what, from, command) => {
    expect(send(opened().leg, from, command)).toEqual(refusedWith('forbidden'));
  });
});

describe('a new offer on the leg', () => {
  it.each([
    ['bob', 'alice', 'a1', 'b1'],
    ['alice', 'bob', 'b1', 'a1'],
  ])('of %s goes to the other end and its answer back', (from, to, theirs, mine) => {
    const offered = sent(established(), from, { do: 'update', sdp: sdp('new') });
    expect(offered.events).toEqual([
      { to, name: 'update_sdp', data: { sdp: sdp('new'), peer: from, call_uuid: theirs } },
    ]);
    const answered = sent(offered.leg, to, { do: 'ack', sdp: sdp('fine') });
    expect(answered.events).toEqual([
      { to: from, name: 'new_answer', data: { sdp: sdp('fine'), peer: to, call_uuid: mine } },
    ]);
    expect(send(offered.leg, from, { do: 'update', sdp: sdp('new') }).outcome).toBe('repeat');
    expect(send(offered.leg, from, { do: 'update', sdp: sdp('newer') })).toEqual(
      refusedWith('forbidden'),
    );
  });
});

describe('both offer at once (glare)', () => {
  const both = () => {
    const first = sent(established(), 'alice', { do: 'update', sdp: sdp('polite') }).leg;
    return sent(first, 'bob', { do: 'update', sdp: sdp('impolite') }).leg;
  };

  it('the impolite end ignores the other offer, and its sender is told', () => {
    const ignored = sent(both(), 'bob', { do: 'ignore_offer' });
    expect(ignored.events).toEqual([
      { to: 'alice', name: 'offer_ignored', data: { peer: 'bob', call_uuid: 'a1' } },
    ]);
    expect(sent(ignored.leg, 'alice', { do: 'ack', sdp: sdp('x') }).leg).toMatchObject({
      offerer: { offer: null },
      answerer: { offer: null, takenBack: 0 },
    });
  });

  it('the polite end’s answer takes its own offer back; it may offer again at once', () => {
    const answered = sent(both(), 'alice', { do: 'ack', sdp: sdp('x') });
    const again = sent(answered.leg, 'alice', { do: 'update', sdp: sdp('polite') });
    expect(again.events).toHaveLength(1);
    const late = sent(again.leg, 'bob', { do: 'ignore_offer' });
    expect(late.events).toEqual([]);
    expect(sent(late.leg, 'bob', { do: 'ack', sdp: sdp('y') }).events).toHaveLength(1);
  });

  it('the impolite end may not give way, nor the polite end insist', () => {
    expect(send(both(), 'bob', { do: 'ack', sdp: sdp('x') })).toEqual(refusedWith('forbidden'));
    expect(send(both(), 'alice', { do: 'ignore_offer' })).toEqual(refusedWith('forbidden'));
  });

  it('the impolite end may ignore before its own offer arrives', () => {
    const polite = sent(established(), 'alice', { do: 'update', sdp: sdp('polite') }).leg;
    const ignored = sent(polite, 'bob', { do: 'ignore_offer' });
    expect(ignored.events).toMatchObject([{ to: 'alice', name: 'offer_ignored' }]);
    expect(sent(ignored.leg, 'bob', { do: 'update', sdp: sdp('mine') }).events).toHaveLength(1);
  });
});

describe('candidates', () => {
  it('arrive as they were sent, one or several', () => {
    const address = { peer: 'bob', call_uuid: 'a1' };
    const one = sent(opened().leg, 'bob', { do: 'new_candidate', message: candidate });
    expect(one.events).toEqual([
      { to: 'alice', name: 'new_candidate', data: { ...candidate, ...address } },
    ]);
    const message = { candidates: [candidate, { candidate: '' }] };
    expect(sent(one.leg, 'bob', { do: 'new_candidate', message }).events).toEqual([
      { to: 'alice', name: 'new_candidate', data: { ...message, ...address } },
    ]);
  });

  it('of the answerer wait for its answer and follow it in order', () => {
    const messages = [candidate, { candidate: '' }];
    let { leg } = opened();
    for (const message of messages) {
      const kept = sent(leg, 'alice', { do: 'new_candidate', message });
      expect(kept.events).toEqual([]);
      leg = kept.leg;
    }
    const answered = sent(leg, 'alice', { do: 'ack', sdp: sdp('answer') });
    expect(answered.events.map(({ name }) => name)).toEqual([
      'new_answer',
      'new_candidate',
      'new_candidate',
    ]);
    expect(answered.events[1]?.data).toMatchObject(candidate);
    expect(answered.leg.kept).toEqual([]);
  });

  it('are kept up to a limit', () => {
    let { leg } = opened();
    for (let index = 0; index < 200; index += 1) {
      leg = sent(leg, 'alice', { do: 'new_candidate', message: candidate }).leg;
    }
    expect(send(leg, 'alice', { do: 'new_candidate', message: candidate })).toEqual(
      refusedWith('too_many'),
    );
  });

  it('have no control characters and at most 64 KiB', () => {
    const evil = { candidate: 'candidate:1\r\na=evil' };
    expect(send(established(), 'bob', { do: 'new_candidate', message: evil })).toEqual(
      refusedWith('bad_request'),
    );
    const many = { candidates: Array.from({ length: 1_000 }, () => candidate) };
    expect(send(established(), 'bob', { do: 'new_candidate', message: many })).toEqual(
      refusedWith('too_large'),
    );
  });
});

describe('the end of a leg', () => {
  it('is told to the other end once', () => {
    const { leg, events } = sent(established(), 'alice', { do: 'disconnect' });
    expect(events).toEqual([
      { to: 'bob', name: 'peer_disconnect', data: { peer: 'alice', call_uuid: 'b1' } },
    ]);
    expect(send(leg, 'alice', { do: 'disconnect' }).outcome).toBe('repeat');
    expect(send(leg, 'bob', { do: 'disconnect' }).outcome).toBe('repeat');
  });

  it.each([
    { do: 'ack', sdp: sdp('x') },
    { do: 'ignore_offer' },
    { do: 'update', sdp: sdp('x') },
    { do: 'new_candidate', message: candidate },
  ] as const)('after it $do is refused', (command) => {
    const { leg } = sent(opened().leg, 'bob', { do: 'disconnect' });
    expect(send(leg, 'alice', command)).toEqual(refusedWith('ended'));
  });

  it('comes to all legs of a participant that leaves or reloads, and to no other', () => {
    const between = (from: string, peer: string) =>
      opened({ from, peer, callUuids: { mine: from, peers: peer } }, meeting('bob', 'carol')).leg;
    const over = sent(established(), 'bob', { do: 'disconnect' }).leg;
    const legs = [between('bob', 'host'), between('carol', 'bob'), between('carol', 'host'), over];
    const { ended, events } = endLegsOf('bob', legs);
    expect(ended.map(({ state }) => state)).toEqual(['ended', 'ended']);
    expect(events.map(({ to }) => to)).toEqual(['host', 'carol']);
  });
});

describe('consent: what the relay never takes', () => {
  const commands: readonly LegCommand[] = [
    { do: 'ack', sdp: sdp('x') },
    { do: 'ignore_offer' },
    { do: 'update', sdp: sdp('x') },
    { do: 'new_candidate', message: candidate },
  ];

  it('anything before the invitation was answered', () => {
    const early = call({ from: 'alice', peer: 'bob' });
    expect(decideCall(ringingRoom(), early)).toEqual(refusedWith('forbidden'));
    expect(decideCall(ringingRoom(), call())).toEqual(refusedWith('forbidden'));
  });

  it.each(commands)('$do from who is not of this leg', (command) => {
    const room = meeting('bob', 'alice', 'eve');
    expect(send(opened().leg, 'eve', command, room)).toEqual(refusedWith('forbidden'));
  });

  it.each(commands)('$do from or to who has left', (command) => {
    const room = after(meeting('bob', 'alice'), { do: 'remove', by: 'host', participant: 'bob' });
    expect(send(established(), 'bob', command, room)).toEqual(refusedWith('forbidden'));
    expect(send(established(), 'alice', command, room)).toEqual(refusedWith('forbidden'));
  });

  it.each(commands)('$do in a room that ended', (command) => {
    const room = after(answeredRoom(), { do: 'leave', participant: 'bob', cause: 'hung_up' });
    expect(send(established(), 'alice', command, room)).toEqual(refusedWith('ended'));
    expect(decideCall(room, call())).toEqual(refusedWith('ended'));
  });

  it('what is no SDP', () => {
    const not = 'hello';
    expect(decideCall(answeredRoom(), call({ sdp: not }))).toEqual(refusedWith('bad_request'));
    for (const what of ['ack', 'update'] as const) {
      expect(send(opened().leg, 'alice', { do: what, sdp: not })).toEqual(
        refusedWith('bad_request'),
      );
    }
  });
});

describe('the form of an SDP', () => {
  it.each([
    ['CRLF', sdp('x')],
    ['LF', sdp('x').replaceAll('\r', '')],
    ['characters of any language', sdp('会议')],
    ['exactly 64 KiB', sdp('x').replace('x', 'x'.repeat(65_536 - sdp('x').length + 1))],
  ])('is right with %s', (_what, text) => {
    expect(sdpForm(text)).toBeNull();
  });

  it.each([
    ['nothing', '', 'bad_request'],
    ['another first line', `o=x\r\n${sdp('x')}`, 'bad_request'],
    ['another version', sdp('x').replace('v=0', 'v=01'), 'bad_request'],
    ['no m= line', 'v=0\r\ns=m=audio\r\n', 'bad_request'],
    ['a last line without end', sdp('x').trimEnd(), 'bad_request'],
    ['a CR alone', sdp('x\ry'), 'bad_request'],
    ['a NUL', sdp('x\0y'), 'bad_request'],
    ['a tab', sdp('x\ty'), 'bad_request'],
    ['a C1 control', sdp('x\u0085y'), 'bad_request'],
    ['a byte more than 64 KiB', sdp('x'.repeat(65_536)), 'too_large'],
    ['64 KiB of wide characters', sdp('会'.repeat(30_000)), 'too_large'],
  ])('is wrong with %s', (_what, text, reason) => {
    expect(sdpForm(text)).toEqual(refusedWith(reason));
  });
});
