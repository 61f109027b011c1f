import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ensureDemoAccounts } from '@/lib/server/accounts/demo';
import { startDeadlines } from '@/lib/server/calls/deadlines';
import { compose, type Overrides } from '@/lib/server/compose';
import { checkDatabase } from '@/lib/server/doctor/database';
import { checkDisk } from '@/lib/server/doctor/disk';
import { settleStreams } from '@/lib/server/events/stream-book';
import { buildHttp } from '@/lib/server/http/server';
import { readSettings } from '@/lib/server/settings';
import { sessionExpiresSeconds } from '@/lib/platform/registration';
import { anyFreePort } from '@/scripts/ports.mjs';
import { OutsideClient } from '@/tests/support/outside/client';
import type { Answer } from '@/tests/support/outside/http';
import { expectCode, expectFailure } from '@/tests/support/outside/scene';
import { resultOf } from '@/tests/support/outside/shapes';
import { createVirtualClock } from '@/tests/support/virtual-clock';

/** A place for data whose room a test takes away and gives back. */
interface Place {
  readonly data: string;
  readonly end: () => Promise<void>;
}

/** A disk of its own in memory; only root may make one. */
async function smallDisk(): Promise<Place> {
  const data = await mkdtemp(join(tmpdir(), 'ringway-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'ringway-test', data]);
  return {
    data,
    end: async () => {
      // Lazily: a test that failed may have left something open.
      execFileSync('umount', ['-l', data]);
      await rm(data, { recursive: true });
    },
  };
}

async function folder(): Promise<Place> {
  const data = await mkdtemp(join(tmpdir(), 'ringway-disk-'));
  return { data, end: () => rm(data, { recursive: true }) };
}

/** Writes until nothing more fits. */
function fill(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (const size of [65_536, 512]) {
      const part = Buffer.alloc(size, 1);
      try {
        for (;;) writeSync(handle, part);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    }
  } finally {
    closeSync(handle);
  }
}

/** Repeats a write until it is refused: some still find room in pages that are there already. */
async function refusedAtLast(write: () => Promise<Answer>): Promise<Answer> {
  let answer = await write();
  for (let tries = 0; answer.status === 200 && tries < 3_000; tries += 1) answer = await write();
  return answer;
}

type Way = 'a disk that is full' | 'a file that may not grow';

const ways: readonly Way[] =
  process.getuid?.() === 0
    ? ['a disk that is full', 'a file that may not grow']
    : ['a file that may not grow'];

describe.each(ways)('on %s', (way) => {
  const ends: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function server(overrides: Overrides = {}) {
    const place = await (way === 'a disk that is full' ? smallDisk() : folder());
    ends.push(place.end);
    const port = await anyFreePort('127.0.0.1');
    const settings = readSettings({ DATA: place.data, DEMO: 'true', PORT: String(port) });
    const context = await compose(settings, pino({ level: 'silent' }), overrides);
    ends.push(() => context.close());
    const [alice, bob, carol] = await ensureDemoAccounts(context);
    const app = await buildHttp(context, { folder: place.data });
    const deadlines = startDeadlines(context);
    await app.listen({ port, host: '127.0.0.1' });
    ends.push(async () => {
      await app.close();
      deadlines.stop();
      await deadlines.settled();
      await settleStreams(context);
    });
    if (!alice || !bob || !carol) throw new Error('the demo has no people');
    const ballast = join(place.data, 'ballast');
    const pages = (count: string) =>
      sql.raw(`pragma max_page_count = ${count}`).execute(context.db);
    const takeRoom = async () => {
      if (way === 'a disk that is full') fill(ballast);
      else await pages('1');
    };
    const giveRoom = async () => {
      if (way === 'a disk that is full') rmSync(ballast);
      else await pages('1000000');
    };
    const client = new OutsideClient(`http://localhost:${port}`);
    const settled = () => deadlines.settled();
    return { client, context, data: place.data, alice, bob, carol, takeRoom, giveRoom, settled };
  }

  it('calls go on, the refusal is clear, and nothing is corrupted', async () => {
    const { client, context, data, alice, bob, carol, takeRoom, giveRoom } = await server();
    const hers = await client.device(alice);
    const his = await client.device(bob);
    ends.push(() => {
      hers.cut();
      his.cut();
    });
    const caller = await client.join(bob.userName, hers.proof, { direct_media: true });
    const callee = await client.answer(await his.rung());
    const stream = await callee.events();
    ends.push(() => stream.close());

    await takeRoom();
    const register = () => client.registerPublic(carol);
    const refused = await refusedAtLast(register);
    expectFailure(refused, 503, 'unavailable');
    expect(refused.text).toMatch(/disk is full/);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    if (way === 'a disk that is full') {
      expect((await checkDisk(data)).finding).toBe('disk_full');
      // A verb of the other envelope, which writes a session.
      const { account, password } = carol;
      expectCode(await client.verifyUser(account, password), '200', '503');
    }

    // The call: both are in it, hear each other, and nobody is told of an end.
    const inCall = [caller.uuid, callee.uuid].sort();
    const people = async () => (await caller.participants()).map(({ uuid }) => uuid).sort();
    expect(await people()).toEqual(inCall);
    expect((await client.ask('/healthz')).status).toBe(200);
    expect((await client.ask('/readyz')).status).toBe(200);
    const refreshed = await callee.refresh();
    if (refreshed.status !== 200) expectFailure(refreshed, 503, 'unavailable');
    expect(await people()).toEqual(inCall);
    expect(stream.inbox.isClosed).toBe(false);
    expect(stream.inbox.named('disconnect')).toEqual([]);

    await giveRoom();
    resultOf(await callee.refresh(), z.unknown());
    expect(await people()).toEqual(inCall);
    resultOf(await caller.message('still here'), z.unknown());
    await stream.inbox.next('message_received');
    resultOf(await register(), z.unknown());
    const check = await checkDatabase({ data, databaseUrl: null }, Date.now);
    expect(check).toMatchObject([{ state: 'ok' }]);
    const { rows } = await sql`pragma integrity_check`.execute(context.db);
    expect(rows).toEqual([{ integrity_check: 'ok' }]);
    await caller.leave();
    await stream.inbox.next('disconnect');
  });

  it('calls outlast their sessions there, and go on when there is room again', async () => {
    const clock = createVirtualClock();
    const { client, context, data, alice, bob, carol, takeRoom, giveRoom, settled } = await server({
      clock,
    });
    const hers = await client.device(alice);
    const his = await client.device(bob);
    ends.push(() => {
      hers.cut();
      his.cut();
    });
    const caller = await client.join(bob.userName, hers.proof, { direct_media: true });
    const callee = await client.answer(await his.rung());
    const streams = [await caller.events(), await callee.events()];
    ends.push(() => streams.forEach((stream) => stream.close()));
    const inCall = [caller.uuid, callee.uuid].sort();
    const expectCall = async () => {
      expect((await caller.participants()).map(({ uuid }) => uuid).sort()).toEqual(inCall);
      for (const { inbox } of streams) {
        expect(inbox.isClosed).toBe(false);
        expect(inbox.named('disconnect')).toEqual([]);
      }
    };

    await takeRoom();
    expectFailure(await refusedAtLast(() => client.registerPublic(carol)), 503, 'unavailable');
    // Each refreshes as often as clients do; twice the time that a session lasts without it.
    const step = sessionExpiresSeconds / 3;
    for (let passed = 0; passed < 2 * sessionExpiresSeconds; passed += step) {
      clock.advance(step * 1_000);
      await settled();
      for (const one of [caller, callee]) {
        const refreshed = await one.refresh();
        if (refreshed.status !== 200) expectFailure(refreshed, 503, 'unavailable');
      }
      await expectCall();
    }
    // What has expired meanwhile left a little room.
    expectFailure(await refusedAtLast(() => client.registerPublic(carol)), 503, 'unavailable');

    await giveRoom();
    clock.advance(1_000);
    await settled();
    for (const one of [caller, callee]) resultOf(await one.refresh(), z.unknown());
    clock.advance((sessionExpiresSeconds - 1) * 1_000);
    await settled();
    await expectCall();
    resultOf(await caller.message('still here'), z.unknown());
    await streams[1]?.inbox.next('message_received');
    const { rows } = await sql`pragma integrity_check`.execute(context.db);
    expect(rows).toEqual([{ integrity_check: 'ok' }]);
    expect(await checkDatabase({ data, databaseUrl: null }, Date.now)).toMatchObject([
      { state: 'ok' },
    ]);
    await caller.leave();
    await streams[1]?.inbox.next('disconnect');
  });
});
