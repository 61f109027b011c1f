import { describe, expect, it } from 'vitest';
import type { NewSessionBody } from '@/lib/platform/room';
import type { KnownAccount } from '@/lib/server/authority';
import { dial } from '@/lib/server/calls/dial';
import { changeState } from '@/lib/server/calls/own-side';
import { createMeeting } from '@/lib/server/meetings/meetings';
import { bothDatabases } from '@/tests/support/context';
import { ScriptedLiveKit } from '@/tests/support/livekit/scripted';
import { credentialsOf, valueOf } from '../people/people';
import { useStage, type Seat, type Stage } from './stage';

const environment = {
  LIVEKIT_URL: 'wss://livekit.example.com',
  LIVEKIT_API_KEY: 'ringway',
  LIVEKIT_API_SECRET: 'a-secret-of-the-tests-that-is-long-enough',
};

/** A page of ours by the value that it keeps; `able`: with LiveKit beside legs. */
const page = (checkdup: string): NewSessionBody => ({ client: checkdup, checkdup });
const able = (checkdup: string): NewSessionBody => ({
  ...page(checkdup),
  engines: ['direct', 'livekit'],
});

async function meetingOf(stage: Stage, owner: KnownAccount, encrypted = false): Promise<string> {
  const who = await credentialsOf(stage.context, owner);
  return valueOf(await createMeeting(stage.context, who, { encrypted })).address;
}

describe.each(bothDatabases)('a page that comes back as another client, on %s', (database) => {
  const stage = useStage(database, environment, { livekit: new ScriptedLiveKit() });
  const legs = useStage(database);

  async function row(seat: Seat) {
    return seat.context.db
      .selectFrom('room')
      .select('engine')
      .where('id', '=', seat.session.room)
      .executeTakeFirstOrThrow();
  }

  const flows = async (seat: Seat) =>
    valueOf(await changeState(stage().context, seat.authority, { engine: 'livekit' }));

  /** Three are in; two of them have their media on LiveKit, the last one has not yet. */
  async function grown(wishes: { readonly encrypted: boolean }) {
    const owner = await stage().person('owner');
    const address = await meetingOf(stage(), owner, wishes.encrypted);
    const key = { has_key: wishes.encrypted };
    const [bob, carol] = [await stage().person('bob'), await stage().person('carol')];
    const devices = {
      host: await stage().device(owner),
      bob: await stage().device(bob),
      carol: await stage().device(carol),
    };
    const host = await devices.host.calls(address, { ...able('host'), ...key });
    const seat = await devices.bob.calls(address, { ...able('bob'), ...key });
    await flows(await devices.carol.calls(address, { ...able('carol'), ...key }));
    await flows(host);
    return { address, devices, host, bob: seat, key };
  }

  it('without LiveKit is in no longer where LiveKit carries the room, which goes on', async () => {
    const { address, devices, host, bob } = await grown({ encrypted: false });
    expect((await row(host)).engine).toBe('changing');
    expect(await devices.bob.call(address, page('bob'))).toMatchObject({
      ok: false,
      refusal: { reason: 'full', text: 'Participant limit reached' },
    });
    await stage().told();
    expect(devices.host.stream.last('participant_delete')).toMatchObject({ uuid: bob.uuid });
    expect((await row(host)).engine).toBe('livekit');
    const dave = await stage().device(await stage().person('dave'));
    await dave.calls(address, able('dave'));
    await devices.bob.calls(address, able('bob'));
  });

  it('with LiveKit still is the same participant', async () => {
    const { address, devices, bob } = await grown({ encrypted: false });
    expect((await devices.bob.calls(address, able('bob'))).uuid).toBe(bob.uuid);
  });

  it('that cannot encrypt for LiveKit hears so', async () => {
    const { address, devices, key } = await grown({ encrypted: true });
    expect(await devices.bob.call(address, { ...page('bob'), ...key })).toMatchObject({
      ok: false,
      refusal: { reason: 'forbidden', because: 'cannot_encrypt' },
    });
  });

  it('is refused as well where it was rung into the room', async () => {
    const [alice, bob, carol] = [
      await stage().person('alice'),
      await stage().person('bob'),
      await stage().person('carol'),
    ];
    const [hers, his, third] = [
      await stage().device(alice),
      await stage().device(bob),
      await stage().device(carol),
    ];
    const seat = await hers.calls(bob.address, able('alice'));
    await stage().told();
    await his.answers(able('bob'));
    valueOf(await dial(stage().context, seat.authority, { destination: carol.address }));
    await stage().told();
    await third.answers(able('carol'));
    const refusal = { ok: false, refusal: { reason: 'full' } };
    expect(await his.answer(page('bob'))).toMatchObject(refusal);
    expect(await hers.call(bob.address, page('alice'))).toMatchObject(refusal);
  });

  it('with fewer legs than there are others makes way', async () => {
    const owner = await legs().person('owner');
    const address = await meetingOf(legs(), owner);
    const [host, bob, carol] = [
      await legs().device(owner),
      await legs().device(await legs().person('bob')),
      await legs().device(await legs().person('carol')),
    ];
    await host.calls(address, page('host'));
    const seat = await bob.calls(address, page('bob'));
    await carol.calls(address, page('carol'));
    expect((await bob.calls(address, page('bob'))).uuid).toBe(seat.uuid);
    expect(await bob.call(address, { ...page('bob'), max_peers: 1 })).toMatchObject({
      ok: false,
      refusal: { reason: 'full' },
    });
    const [dave, erin] = [await legs().person('dave'), await legs().person('erin')];
    await (await legs().device(dave)).calls(address, page('dave'));
    await (await legs().device(erin)).calls(address, page('erin'));
  });
});
