import { describe, expect, it } from 'vitest';
import type { KnownAccount } from '@/lib/server/authority';
import { ringAuthority } from '@/lib/server/calls/authority';
import { ringing } from '@/lib/server/calls/ringing';
import { endSession } from '@/lib/server/calls/session';
import type { PushResult } from '@/lib/server/push/push';
import { bothDatabases } from '@/tests/support/context';
import { Random, seedOfRun } from '@/tests/support/random';
import type { Device, Seat } from '../calls/stage';
import { freshToken, usePushStage } from './push-stage';

/** Calls that each database sees. */
const rounds = 40;

const results: readonly PushResult[] = [
  { state: 'accepted', status: 200, providerId: null },
  { state: 'accepted', status: 200, providerId: null },
  { state: 'refused', status: 400, reason: 'BadDeviceToken' },
  { state: 'failed', status: 503, reason: 'ServiceUnavailable' },
  { state: 'gone', status: 410, reason: 'Unregistered', since: null },
];

const acts = ['cancel', 'reject', 'ring', 'again', 'nothing'] as const;
type Act = (typeof acts)[number];

interface Round {
  readonly bob: KnownAccount;
  readonly caller: Seat;
  /** Tokens of his iPhones. */
  readonly phones: readonly string[];
  readonly pages: readonly Device[];
}

describe.each(bothDatabases)('pushes in random orders on %s', (database) => {
  const stage = usePushStage(database);
  const seed = seedOfRun();

  it(`end each, ring nobody after the end, and give up only when all failed (SEED=${seed})`, async () => {
    const random = new Random(seed);
    for (let round = 0; round < rounds; round += 1) await play(random);
  });

  async function play(random: Random): Promise<void> {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const phones = Array.from({ length: 1 + random.below(3) }, freshToken);
    for (const phone of phones) await stage().iphone(bob, phone);
    const pages: Device[] = [];
    for (let count = random.below(3); count > 0; count -= 1) {
      const page = await stage().device(bob, { stream: random.chance(0.5) });
      await stage().subscribe(page);
      pages.push(page);
    }
    const marks = [stage().apns.given.length, stage().web.given.length] as const;
    stage().apns.script = () => undefined;
    stage().web.script = () => undefined;
    const caller = await hers.calls(bob.address);
    const round: Round = { bob, caller, phones, pages };
    const plan = Array.from({ length: 1 + random.below(3) }, () => random.pick(acts));
    const done: Promise<void>[] = [];
    for (const what of plan) {
      done.push(act(round, what, random));
      if (random.chance(0.5)) await stage().advance(random.below(1_200));
      answerSome(random, marks);
    }
    await Promise.all(done);
    // Now every provider says what it has to say, the last pushes included.
    const say = () => random.pick(results);
    stage().apns.script = say;
    stage().web.script = say;
    for (const given of [...stage().apns.given, ...stage().web.given]) given.answer(say());
    await stage().advance(45_000);
    await stage().pushed();
    await check(round, plan.join(', '));
  }

  /** Some of what is under way is answered, the rest goes on. */
  function answerSome(random: Random, [apns, web]: readonly [number, number]): void {
    for (const given of [...stage().apns.given.slice(apns), ...stage().web.given.slice(web)]) {
      if (random.chance(0.4)) given.answer(random.pick(results));
    }
  }

  async function act({ bob, caller, phones }: Round, what: Act, random: Random): Promise<void> {
    const rung = stage().apns.given.find(({ push }) => push.target.token === random.pick(phones));
    const token = rung?.push.message.incoming.token;
    const ring = token === undefined ? undefined : await ringAuthority(stage().context, token);
    switch (what) {
      case 'cancel':
        await caller.leave();
        return;
      case 'again':
        await stage().iphone(bob, random.pick(phones));
        return;
      case 'ring':
        if (ring?.ok) await ringing(stage().context, ring.value, {});
        return;
      case 'reject':
        if (ring?.ok) await endSession(stage().context, ring.value, {});
        return;
      case 'nothing':
        return;
    }
  }

  async function check({ bob, caller }: Round, what: string): Promise<void> {
    const { db } = stage().context;
    const invitation = await db
      .selectFrom('invitation')
      .selectAll()
      .where('room_id', '=', caller.session.room)
      .executeTakeFirstOrThrow();
    expect(invitation.state, what).not.toBe('ringing');
    const log = await stage().log(bob);
    const final = ['accepted', 'refused', 'failed', 'gone', 'dropped', 'expired', 'heard'];
    for (const push of log) expect(final, what).toContain(push.state);
    const rings = log.filter(({ purpose }) => purpose === 'ring');
    const over = invitation.decided_at ?? 0;
    for (const { sent_at } of rings) expect(sent_at ?? 0, what).toBeLessThanOrEqual(over);
    if (invitation.state === 'unreachable') {
      const states = rings.map(({ state }) => state);
      for (const state of states) expect(['refused', 'failed', 'gone'], what).toContain(state);
      expect(invitation.heard, what).toBe(0);
    }
    for (const push of log.filter(({ purpose, attempts }) => purpose === 'over' && attempts > 0)) {
      expect(push.provider, what).toBe('web');
      const ring = rings.find(
        ({ ring_id, part_id }) => ring_id === push.ring_id && part_id === push.part_id,
      );
      expect(ring?.attempts, what).toBeGreaterThan(0);
    }
  }
});
