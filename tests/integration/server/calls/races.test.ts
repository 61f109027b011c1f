import { describe, expect, it } from 'vitest';
import type { KnownAccount } from '@/lib/server/authority';
import { bothDatabases } from '@/tests/support/context';
import { Random, seedOfRun } from '@/tests/support/random';
import { useStage, type Device, type Seat, type Stage } from './stage';

/** Calls that each database sees. */
const rounds = 80;

const acts = [
  'answer',
  'answer',
  'reject',
  'cancel',
  'expire',
  'drop',
  'ring',
  'glare',
  'late',
] as const;
type Act = (typeof acts)[number];

interface Round {
  readonly stage: Stage;
  readonly alice: KnownAccount;
  readonly bob: KnownAccount;
  readonly hers: Device;
  readonly devices: readonly Device[];
  readonly caller: Seat;
  /** Devices that came while it rang. */
  readonly late: Device[];
}

/** One thing that somebody does while others do theirs; answers whether that won the call. */
async function act(round: Round, what: Act, random: Random): Promise<boolean> {
  const { stage, hers, caller, alice, bob } = round;
  const device = random.pick(round.devices);
  switch (what) {
    case 'answer':
      return (await device.answer({ client: stage.context.random.id() })).ok;
    case 'glare': {
      const placed = await device.call(alice.address);
      return placed.ok && placed.value.room === caller.session.room;
    }
    case 'reject':
      await device.reject();
      return false;
    case 'cancel':
      await caller.leave();
      return false;
    case 'expire':
      await stage.advance(45_000);
      return false;
    case 'drop':
      hers.stream.close();
      await hers.connect(hers.stream.lastId);
      return false;
    case 'ring':
      await device.says();
      return false;
    case 'late':
      round.late.push(await stage.device(bob));
      return false;
  }
}

describe.each(bothDatabases)('randomised orders on %s', (database) => {
  const stage = useStage(database);
  const seed = seedOfRun();

  it(`have one winner at most, and leave no device ringing (SEED=${seed})`, async () => {
    const random = new Random(seed);
    for (let round = 0; round < rounds; round += 1) await play(random);
  });

  async function play(random: Random): Promise<void> {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const devices: Device[] = [];
    for (let count = random.below(3); count >= 0; count -= 1) {
      devices.push(await stage().device(bob, { page: random.chance(0.7) }));
    }
    const caller = await hers.calls(bob.address);
    await stage().told();
    const round: Round = { stage: stage(), alice, bob, hers, devices, caller, late: [] };
    const plan = Array.from({ length: 2 + random.below(4) }, () => random.pick(acts));
    const won = await Promise.all(plan.map((what) => act(round, what, random)));
    await stage().told();
    // Whatever nobody decided, time does.
    await stage().advance(45_000);
    await check(round, plan, won.filter(Boolean).length);
  }

  async function check(round: Round, plan: readonly Act[], winners: number): Promise<void> {
    const { db } = stage().context;
    const what = plan.join(', ');
    const invitations = await db
      .selectFrom('invitation')
      .selectAll()
      .where('room_id', '=', round.caller.session.room)
      .execute();
    const [invitation] = invitations;
    expect(invitations, what).toHaveLength(1);
    expect(invitation?.state, what).not.toBe('ringing');
    expect(winners, what).toBe(invitation?.state === 'accepted' ? 1 : 0);
    const callees = await db
      .selectFrom('participant')
      .select('uuid')
      .where('uuid', '=', invitation?.reserved_participant ?? '')
      .execute();
    expect(callees, what).toHaveLength(winners);
    const rings = await db
      .selectFrom('ring')
      .select('device_id')
      .where('invitation_id', '=', invitation?.id ?? '')
      .execute();
    for (const { device_id } of rings) {
      const device = [...round.devices, ...round.late].find(
        ({ authority }) => authority.device === device_id,
      );
      const told = device?.stream
        .all('incoming_cancelled')
        .filter((cancelled) => cancelled.invitation === invitation?.id);
      expect(told, what).toHaveLength(invitation?.decided_by === device_id ? 0 : 1);
    }
  }
});
