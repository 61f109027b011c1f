import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Media } from '@/lib/platform/room';
import { controlRoom } from '@/lib/server/calls/controls';
import { refreshSession } from '@/lib/server/calls/session';
import { createMeeting } from '@/lib/server/meetings/meetings';
import { bothDatabases } from '@/tests/support/context';
import { credentialsOf, reasonOf, valueOf } from '../people/people';
import { useStage, type Seat } from './stage';

const secret = 'secret-of-the-relay';
const urls = ['turn:calls.example.com:3478?transport=udp', 'turns:calls.example.com:5349'];

/** call-rules.md, Consent and privacy; Media. */
describe.each(bothDatabases)('ICE servers on %s', (database) => {
  const stage = useStage(database, {
    STUN_URLS: 'stun:calls.example.com',
    TURN_URLS: urls.join(),
    TURN_SECRET: secret,
  });

  const refreshed = async (seat: Seat) =>
    valueOf(await refreshSession(stage().context, seat.authority));

  /** When the relay's credentials end, Unix s, and whose they are; they are signed as coturn wants it. */
  function credentialsIn(media: Media | undefined): { expiry: number; id: string } {
    const relay = media?.iceServers?.find(({ username }) => username !== undefined);
    expect(relay?.urls).toEqual(urls);
    const username = relay?.username ?? '';
    const signature = createHmac('sha1', secret).update(username).digest('base64');
    expect(relay?.credential).toBe(signature);
    const [expiry, id = ''] = username.split(':');
    return { expiry: Number(expiry), id };
  }

  async function calling() {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const his = await stage().device(bob);
    const other = await stage().device(bob);
    const caller = await hers.calls(bob.address);
    await stage().told();
    return { alice, bob, hers, his, other, caller };
  }

  it('go to the caller, and to the callee only with its winning answer, each by its account', async () => {
    const { alice, bob, his, other, caller } = await calling();
    const now = Math.floor(stage().context.clock.now() / 1_000);
    expect(caller.session.media).toMatchObject({ mode: 'direct', ttl: 3_600 });
    expect(credentialsIn(caller.session.media)).toEqual({
      expiry: now + 3_600,
      id: String(alice.id),
    });
    const before = [...his.stream.events, ...other.stream.events];
    expect(before.map(({ name }) => name)).toContain('incoming');
    expect(JSON.stringify([before, await his.says()])).not.toMatch(/turns?:|stun:|credential/);

    const lost = await other.ring();
    const callee = await his.answers();
    expect(credentialsIn(callee.session.media)).toMatchObject({ id: String(bob.id) });
    const late = await other.answer({}, undefined);
    expect(reasonOf(late)).toBe('answered_elsewhere');
    expect(lost.device).not.toBe(his.authority.device);
    expect(JSON.stringify(late)).not.toMatch(/turns?:|stun:|credential/);
  });

  it('are fresh at every refresh, and none after the end', async () => {
    const { his, caller } = await calling();
    const callee = await his.answers();
    const first = credentialsIn(callee.session.media);
    await stage().advance(10_000);
    expect(credentialsIn((await refreshed(callee)).media).expiry).toBe(first.expiry + 10);
    valueOf(await caller.leave());
    await stage().told();
    const after = await refreshSession(stage().context, callee.authority);
    expect(reasonOf(after)).not.toBe('not refused');
    expect(JSON.stringify(after)).not.toMatch(/turns?:|stun:|credential/);
  });

  it('are not for the waiting room, until its door opens', async () => {
    const [owner, guest] = [await stage().person('owner'), await stage().person('guest')];
    const who = await credentialsOf(stage().context, owner);
    const { address } = valueOf(await createMeeting(stage().context, who, { name: 'Weekly' }));
    const host = await (await stage().device(owner)).calls(address);
    valueOf(await controlRoom(stage().context, host.authority, { do: 'lock' }));
    const waiting = await (await stage().device(guest)).calls(address);
    expect(waiting.session.service_type).toBe('waiting_room');
    const told = [waiting.session, await refreshed(waiting)];
    expect(JSON.stringify(told)).not.toMatch(/turns?:|stun:|credential|"media":/);
    const admits = { do: 'admit', participant: waiting.uuid } as const;
    valueOf(await controlRoom(stage().context, host.authority, admits));
    expect(credentialsIn((await refreshed(waiting)).media)).toMatchObject({ id: String(guest.id) });
  });
});
