import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RegistrationAuthority } from '@/lib/server/authority';
import { startDeadlines } from '@/lib/server/calls/deadlines';
import { changeState } from '@/lib/server/calls/own-side';
import { recover } from '@/lib/server/calls/recovery';
import { compose, type ComposedContext } from '@/lib/server/compose';
import { settleStreams } from '@/lib/server/events/stream-book';
import { readSettings } from '@/lib/server/settings';
import { bothDatabases } from '@/tests/support/context';
import { createDatabase } from '@/tests/support/postgres';
import { createVirtualClock, type VirtualClock } from '@/tests/support/virtual-clock';
import { organisation, person, valueOf } from '../people/people';
import { Device } from './stage';

describe.each(bothDatabases)('after kill -9, on %s', (database) => {
  let clock: VirtualClock;
  let first: ComposedContext;
  let start: () => Promise<ComposedContext>;
  let clean: () => Promise<void>;

  beforeEach(async () => {
    const data = await mkdtemp(join(tmpdir(), 'ringway-recovery-'));
    const postgres = database === 'postgres' ? await createDatabase() : undefined;
    const settings = readSettings({
      DATA: data,
      ORIGIN: 'https://calls.example.com',
      ...(postgres ? { DATABASE_URL: postgres.url } : {}),
    });
    clock = createVirtualClock();
    const opened: ComposedContext[] = [];
    start = async () => {
      const context = await compose(settings, pino({ level: 'silent' }), { clock });
      opened.push(context);
      return context;
    };
    clean = async () => {
      for (const context of opened) await context.close();
      await postgres?.drop();
      await rm(data, { recursive: true, force: true });
    };
    first = await start();
  });
  afterEach(() => clean());

  /** Another process on the same data. The first one is not told, as nobody tells a killed one. */
  async function restart() {
    const context = await start();
    await recover(context);
    const deadlines = startDeadlines(context);
    const advance = async (milliseconds: number) => {
      clock.advance(milliseconds);
      await deadlines.settled();
      await settleStreams(context);
    };
    await advance(0);
    const again = async (authority: RegistrationAuthority) => {
      const device = new Device(context, authority, true);
      await device.connect();
      return device;
    };
    return { context, advance, again, stop: () => deadlines.stop() };
  }

  async function calling() {
    const home = await organisation(first, 'Home');
    const alice = await person(first, home, 'alice');
    const bob = await person(first, home, 'bob');
    const hers = await Device.register(first, alice, {});
    const his = await Device.register(first, bob, {});
    await hers.connect();
    await his.connect();
    const caller = await hers.calls(bob.address);
    await settleStreams(first);
    return { hers, his, caller };
  }

  it('a ring goes on and ends at its own deadline', async () => {
    const { hers, his } = await calling();
    clock.advance(20_000);
    const server = await restart();
    const bobs = await server.again(his.authority);
    const alices = await server.again(hers.authority);
    expect(bobs.stream.last('present').invitations).toMatchObject([
      { token: his.incoming().token, expires_at: his.incoming().expires_at },
    ]);
    expect(alices.stream.last('present').rooms).toMatchObject([
      { invitation: { state: 'ringing' } },
    ]);
    await server.advance(24_000);
    expect(bobs.stream.names()).not.toContain('incoming_cancelled');
    await server.advance(1_000);
    expect(bobs.stream.last('incoming_cancelled')).toMatchObject({ reason: 'missed' });
    expect(alices.stream.last('invitation_update')).toMatchObject({ state: 'missed' });
    server.stop();
  });

  it('a ring whose time passed meanwhile is missed at once', async () => {
    const { hers, his } = await calling();
    clock.advance(60_000);
    const server = await restart();
    await server.advance(0);
    const bobs = await server.again(his.authority);
    const alices = await server.again(hers.authority);
    expect(bobs.stream.last('present').invitations).toEqual([]);
    expect(bobs.stream.last('incoming_cancelled')).toMatchObject({ reason: 'missed' });
    expect(alices.stream.last('invitation_update')).toMatchObject({ state: 'missed' });
    server.stop();
  });

  it('a call goes on for whoever comes back in the grace time, which runs anew', async () => {
    const { hers, his, caller } = await calling();
    const callee = await his.answers();
    valueOf(await changeState(first, callee.authority, { audio: true }));
    clock.advance(100_000);
    const server = await restart();
    const alices = await server.again(hers.authority);
    expect(alices.stream.last('present').rooms).toMatchObject([{ participant: caller.uuid }]);
    await server.advance(29_000);
    expect(alices.stream.names()).not.toContain('disconnect');
    await server.advance(1_000);
    expect(alices.stream.last('disconnect')).toMatchObject({ cause: 'connection_lost' });
    server.stop();
  });

  it('devices count as reachable for a moment, since they are coming back', async () => {
    const { hers, his, caller } = await calling();
    const server = await restart();
    valueOf(await caller.leave());
    await settleStreams(first);
    await server.advance(5_000);
    const alices = await server.again(hers.authority);
    await alices.calls(his.authority.account.address);
    server.stop();
  });
});
