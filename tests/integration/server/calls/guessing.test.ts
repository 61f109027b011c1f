import { describe, expect, it } from 'vitest';
import type { NewRoom } from '@/lib/platform/own';
import { newSession } from '@/lib/server/calls/placing';
import { changeMeeting, createMeeting } from '@/lib/server/meetings/meetings';
import { bothDatabases } from '@/tests/support/context';
import { credentialsOf, reasonOf, valueOf } from '../people/people';
import { Seat, useStage } from './stage';

describe.each(bothDatabases)('who guesses PINs, on %s', (database) => {
  const stage = useStage(database);

  async function meetingWith(pins: NewRoom) {
    const who = await credentialsOf(stage().context, await stage().person('owner'));
    const { address } = valueOf(await createMeeting(stage().context, who, pins));
    return { who, address };
  }

  /** As what somebody without an account came in, and left again; else why not. */
  async function tries(address: string, pin: string, network: string): Promise<string> {
    const outcome = await newSession(stage().context, {
      address,
      pin,
      body: {},
      authority: null,
      ring: null,
      network,
      page: true,
    });
    if (!outcome.ok) return outcome.refusal.reason;
    const seat = await Seat.of(stage().context, outcome.value);
    valueOf(await seat.leave());
    return seat.session.role;
  }

  const many = Array.from({ length: 40 }, (_, network) => `203.0.113.${network}`);

  /** Guesses from many networks, twice from each; how many of them were looked at. */
  async function guesses(address: string): Promise<number> {
    let count = 0;
    for (const network of many) {
      for (const pin of ['0001', '0002']) {
        if ((await tries(address, pin, network)) === 'pin_required') count += 1;
      }
    }
    return count;
  }

  it('has no more of them for knowing the guests’ PIN; whoever showed the host’s comes in', async () => {
    const { address } = await meetingWith({ pin: '1234', guest_pin: '5678' });
    expect(await tries(address, '1234', '192.0.2.1')).toBe('HOST');
    expect(await tries(address, '5678', '192.0.2.2')).toBe('GUEST');
    for (const network of many) expect(await tries(address, '5678', network)).toBe('GUEST');
    expect(await guesses(address)).toBe(60);
    expect(await tries(address, '1234', '192.0.2.2')).toBe('too_many');
    expect(await tries(address, '1234', '192.0.2.1')).toBe('HOST');
    const member = await stage().device(await stage().person('member'));
    expect((await member.calls(address, {}, '5678')).session.role).toBe('GUEST');
  });

  it.each([{ pin: '1234' }, { guest_pin: '1234' }])(
    'keeps out nobody whose network showed the one PIN of %o',
    async (pins) => {
      const { address } = await meetingWith({ ...pins, guests: true });
      expect(await tries(address, '1234', '192.0.2.1')).toBe('GUEST');
      expect(await guesses(address)).toBe(60);
      expect(await tries(address, '1234', '192.0.2.2')).toBe('too_many');
      expect(await tries(address, '1234', '192.0.2.1')).toBe('GUEST');
    },
  );

  it('is slowed on all the same while the owner of another meeting changes its PINs', async () => {
    const { address } = await meetingWith({ pin: '1234' });
    const other = await meetingWith({ pin: '4321' });
    expect(await guesses(address)).toBe(60);
    expect(await guesses(other.address)).toBe(60);
    valueOf(await changeMeeting(stage().context, other.who, other.address, { pin: '2143' }));
    expect(await tries(other.address, '2143', '192.0.2.2')).toBe('GUEST');
    expect(await tries(address, '1234', '192.0.2.2')).toBe('too_many');
  });

  it('with an account has twenty tries a day', async () => {
    const { address } = await meetingWith({ pin: '1234' });
    const member = await stage().device(await stage().person('member'));
    let looked = 0;
    for (let round = 0; round < 24; round += 1) {
      for (let guess = 0; guess < 6; guess += 1) {
        const outcome = await member.call(address, {}, '0001');
        if (!outcome.ok && outcome.refusal.reason === 'pin_required') looked += 1;
      }
      await stage().advance(11 * 60_000);
    }
    expect(looked).toBe(20);
    expect(await member.call(address, {}, '1234')).toMatchObject({
      refusal: { reason: 'too_many', because: 'wrong_pins' },
    });
    const another = await stage().device(await stage().person('another'));
    await another.calls(address, {}, '1234');
    await stage().advance(24 * 60 * 60_000);
    expect(reasonOf(await member.call(address, {}, '0001'))).toBe('pin_required');
  });
});
