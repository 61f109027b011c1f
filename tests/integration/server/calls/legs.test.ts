import { describe, expect, it } from 'vitest';
import {
  acknowledgeLeg,
  disconnectLeg,
  openLeg,
  sendCandidates,
  updateLeg,
} from '@/lib/server/calls/legs';
import { bothDatabases } from '@/tests/support/context';
import { reasonOf, valueOf } from '../people/people';
import { useStage, type Seat } from './stage';

/** An SDP as far as the server looks at one. */
function sdp(mark: string): string {
  return `v=0\r\ns=${mark}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n`;
}

describe.each(bothDatabases)('legs on %s', (database) => {
  const stage = useStage(database);

  async function call() {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const his = await stage().device(bob);
    const caller = await hers.calls(bob.address, { checkdup: 'tap' });
    await stage().told();
    return { hers, his, caller };
  }

  async function answered() {
    const calling = await call();
    const callee = await calling.his.answers({ client: 'page' });
    await stage().told();
    return { ...calling, callee };
  }

  async function offer(from: Seat, to: Seat, mark = 'offer') {
    const { context } = stage();
    return valueOf(await openLeg(context, from.authority, { sdp: sdp(mark), peer: to.uuid }));
  }

  it('carry offer, answer and candidates, each end by its own call_uuid', async () => {
    const { context } = stage();
    const { hers, his, caller, callee } = await answered();
    const { call_uuid: mine } = await offer(callee, caller);
    await stage().told();
    const offered = hers.stream.last('new_offer');
    expect(offered).toMatchObject({ sdp: sdp('offer'), peer: callee.uuid });
    expect(offered.call_uuid).not.toBe(mine);
    const ack = { sdp: sdp('answer') };
    valueOf(await acknowledgeLeg(context, caller.authority, offered.call_uuid, ack));
    for (const candidate of ['one', 'two', '']) {
      const message = { candidate, mid: '0', ufrag: 'u' };
      valueOf(await sendCandidates(context, caller.authority, offered.call_uuid, message));
    }
    const several = { candidates: [{ candidate: 'three' }, { candidate: '' }] };
    valueOf(await sendCandidates(context, callee.authority, mine, several));
    await stage().told();
    expect(his.stream.last('new_answer')).toMatchObject({ call_uuid: mine, peer: caller.uuid });
    const arrived = his.stream.all('new_candidate').map(({ candidate }) => candidate);
    expect(arrived).toEqual(['one', 'two', '']);
    expect(hers.stream.last('new_candidate')).toMatchObject(several);
    const names = his.stream.names();
    expect(names.indexOf('new_answer')).toBeLessThan(names.indexOf('new_candidate'));
  });

  it('renegotiate from either side, and end', async () => {
    const { context } = stage();
    const { hers, his, caller, callee } = await answered();
    const { call_uuid: mine } = await offer(callee, caller);
    await stage().told();
    const theirs = hers.stream.last('new_offer').call_uuid;
    valueOf(await acknowledgeLeg(context, caller.authority, theirs, { sdp: sdp('answer') }));
    valueOf(await updateLeg(context, caller.authority, theirs, sdp('again')));
    await stage().told();
    expect(his.stream.last('update_sdp')).toMatchObject({ sdp: sdp('again'), call_uuid: mine });
    valueOf(await acknowledgeLeg(context, callee.authority, mine, { sdp: sdp('answer again') }));
    await stage().told();
    expect(hers.stream.last('new_answer')).toMatchObject({ sdp: sdp('answer again') });
    valueOf(await disconnectLeg(context, callee.authority, mine));
    await stage().told();
    expect(hers.stream.last('peer_disconnect')).toMatchObject({ call_uuid: theirs });
    expect(reasonOf(await updateLeg(context, caller.authority, theirs, sdp('late')))).toBe('ended');
  });

  it('carry nothing before the answer, from strangers, or that is no SDP', async () => {
    const { context } = stage();
    const { his, caller } = await call();
    const early = { sdp: sdp('early') };
    expect(reasonOf(await openLeg(context, caller.authority, early))).toBe('forbidden');
    const callee = await his.answers();
    const { caller: stranger } = await call();
    const foreign = { sdp: sdp('foreign'), peer: callee.uuid };
    expect(reasonOf(await openLeg(context, stranger.authority, foreign))).toBe('forbidden');
    const broken = { sdp: 'hello', peer: caller.uuid };
    expect(reasonOf(await openLeg(context, callee.authority, broken))).toBe('bad_request');
    const { call_uuid } = await offer(callee, caller);
    const message = { candidate: 'x' };
    expect(reasonOf(await sendCandidates(context, stranger.authority, call_uuid, message))).toBe(
      'forbidden',
    );
  });

  it('13: what was sent while a stream is down arrives once it is back, in its order', async () => {
    const { context } = stage();
    const { hers, caller, callee } = await answered();
    const got = hers.stream.lastId;
    hers.stream.close();
    await stage().told();
    const { call_uuid: mine } = await offer(callee, caller);
    for (const candidate of ['one', 'two']) {
      valueOf(await sendCandidates(context, callee.authority, mine, { candidate }));
    }
    const again = await hers.connect(got);
    await stage().told();
    const names = again.names();
    expect(names[0]).toBe('present');
    expect(names.indexOf('participant_sync_end')).toBeLessThan(names.indexOf('new_offer'));
    expect(again.all('new_candidate').map(({ candidate }) => candidate)).toEqual(['one', 'two']);
    expect(again.last('present').rooms).toMatchObject([
      { participant: caller.uuid, invitation: { state: 'accepted' } },
    ]);
    expect(again.all('participant_create')).toHaveLength(2);
  });

  it('begin anew when a page comes back without any: it offers, the others hear of the end', async () => {
    const { hers, his, caller, callee } = await answered();
    await offer(callee, caller);
    await stage().told();
    const back = await hers.calls(his.authority.account.address, { checkdup: 'tap' });
    await stage().told();
    expect(back.uuid).toBe(caller.uuid);
    expect(his.stream.last('peer_disconnect')).toMatchObject({ peer: caller.uuid });
    expect(his.stream.last('participant_update')).toMatchObject({
      uuid: caller.uuid,
      offer: 'peer',
    });
    const entry = hers.stream
      .all('participant_create')
      .findLast(({ uuid }) => uuid === callee.uuid);
    expect(entry).toMatchObject({ offer: 'me' });
    await offer(caller, callee, 'anew');
    await stage().told();
    expect(his.stream.last('new_offer')).toMatchObject({ sdp: sdp('anew') });
  });

  it('end with the call, and a client from outside hears of it on its own stream', async () => {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const his = await stage().device(bob, { page: false });
    const caller = await hers.calls(bob.address);
    await stage().told();
    const callee = await his.answers();
    const stream = await callee.listen();
    await stage().told();
    expect(stream.names().slice(0, 4)).toEqual([
      'conference_update',
      'participant_sync_begin',
      'participant_create',
      'participant_create',
    ]);
    expect(stream.all('participant_sync_end')).toEqual([null]);
    await offer(callee, caller);
    valueOf(await caller.leave());
    await stage().told();
    expect(stream.names()).toContain('peer_disconnect');
    expect(stream.last('disconnect')).toEqual({ reason: 'ended', cause: 'hung_up' });
    expect(stream.closed).toBe('left');
    expect(reasonOf(await openLeg(stage().context, callee.authority, { sdp: sdp('late') }))).toBe(
      'ended',
    );
  });
});
