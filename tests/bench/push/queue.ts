import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { systemClock } from '@/lib/server/clock';
import { compose } from '@/lib/server/compose';
import type { Context } from '@/lib/server/context';
import { createApnsProvider } from '@/lib/server/push/apns/provider';
import { newPush } from '@/lib/server/push/queue';
import { readSettings } from '@/lib/server/settings';
import type { NewRow, Row } from '@/lib/server/store/schema';
import { phonesOf } from './phones';
import { deviceToken } from './sending';
import type { MeasuredService } from './service';

/** So many rows in one statement. */
const batch = 200;
const hour = 3_600_000;

/** How a queue was worked off; latencies in ms from handing a push over to its result. */
export interface WorkedOff {
  readonly perSecond: number;
  readonly latencies: readonly number[];
  readonly failed: number;
}

/**
 * Works a queue of `count` pushes off through the dispatch and its log, `inFlight` at a time, until the
 * last result is written.
 */
export async function workOff(
  service: MeasuredService,
  count: number,
  inFlight: number,
): Promise<WorkedOff> {
  const data = await mkdtemp(join(tmpdir(), 'ringway-bench-'));
  const { phones, environment } = phonesOf(1, count, service.key, await service.facts());
  const settings = readSettings({
    DATA: data,
    ORIGIN: 'http://localhost',
    DOMAIN: 'bench.example',
    ...environment,
  });
  const log = pino({ level: 'silent' });
  const appKeys = settings.appKeys.filter((appKey) => appKey.provider === 'apns');
  const apns = createApnsProvider({ settings: settings.push, appKeys, clock: systemClock, log });
  const latencies: number[] = [];
  let failed = 0;
  let refill: (id: string) => void = () => undefined;
  const context = await compose(settings, log, {
    providers: {
      apns: {
        ...apns,
        send: async (push) => {
          const result = await apns.send(push);
          if (result.state !== 'accepted') failed += 1;
          refill(push.id);
          return result;
        },
      },
    },
  });
  await apns.check();
  const waiting = await writeQueue(context, count, phones?.appKey ?? '');
  const handedAt = new Map<string, number>();
  const hand = () => {
    const id = waiting.pop();
    if (id === undefined) return;
    handedAt.set(id, performance.now());
    context.push.take([{ id, notBefore: 0 }]);
  };
  const begun = performance.now();
  await new Promise<void>((done) => {
    refill = (id) => {
      latencies.push(performance.now() - (handedAt.get(id) ?? NaN));
      if (latencies.length === count) done();
      else hand();
    };
    for (let n = 0; n < inFlight; n += 1) hand();
  });
  await context.push.settled();
  const took = performance.now() - begun;
  await context.close();
  await rm(data, { recursive: true, force: true });
  return { perSecond: (count / took) * 1_000, latencies, failed };
}

interface WrittenCall {
  readonly account: number;
  readonly invitation: string;
  /** ms since 1970. */
  readonly placed: number;
  readonly deadline: number;
}

/** Writes a call that rings. */
async function writeCall(context: Context): Promise<WrittenCall> {
  const { db, random } = context;
  const now = context.clock.now();
  const deadline = now + hour;
  const { id: organisation } = await db
    .insertInto('organisation')
    .values({ name: 'Bench', created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: account } = await db
    .insertInto('account')
    .values({
      organisation_id: organisation,
      account: 'bob@bench.example',
      local_part: 'bob',
      display_name: 'Bob',
      search_name: 'bob',
      role: 'member',
      busy: 'waiting',
      unknown_callers: 'ring',
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const [room, caller, invitation] = [random.id(), random.uuid(), random.id()];
  await db
    .insertInto('room')
    .values({
      id: room,
      kind: 'gateway',
      organisation_id: organisation,
      address: 'alice@bench.example',
      name: '',
      call_type: 'video',
      state: 'open',
      locked: 0,
      guests_muted: 0,
      grown: 0,
      created_at: now,
    })
    .execute();
  await db
    .insertInto('participant')
    .values({
      uuid: caller,
      room_id: room,
      account_id: account,
      display_name: 'Alice Example',
      address: 'alice@bench.example',
      role: 'HOST',
      state: 'in',
      profile: 'ringway',
      max_peers: 3,
      is_muted: 0,
      media_state: '{}',
      call_type: 'video',
      proof: random.id(),
      token_n: 1,
      expires_at: deadline,
      event_n: 0,
      stream_open: 0,
      joined_at: now,
    })
    .execute();
  await db
    .insertInto('invitation')
    .values({
      id: invitation,
      room_id: room,
      caller_account_id: account,
      callee_account_id: account,
      inviter_participant: caller,
      reserved_participant: random.uuid(),
      kind: 'gateway',
      call_type: 'video',
      state: 'ringing',
      waiting: 0,
      heard: 0,
      answering: 0,
      placed_at: now,
      deadline,
    })
    .execute();
  return { account, invitation, placed: now, deadline };
}

const alive = { push_gone_at: null, endpoint: null };

/** Writes one call that rings so many phones, and its pushes; answers their ids. */
async function writeQueue(context: Context, count: number, appKey: string): Promise<string[]> {
  const { db } = context;
  const { account, invitation, placed: now, deadline } = await writeCall(context);
  const ids: string[] = [];
  for (let first = 0; first < count; first += batch) {
    const numbers = Array.from({ length: Math.min(batch, count - first) }, (_, n) => first + n);
    const parts = numbers.map((n): NewRow<'device'> & { readonly id: string } => ({
      id: `phone-${n}`,
      physical_id: `phone-${n}`,
      account_id: account,
      kind: 'ios',
      device_id: `${deviceToken(n)}__${appKey}`,
      app_key: appKey,
      token_at: now,
      name: `iPhone ${n}`,
      ring: 1,
      created_at: now,
      last_seen_at: now,
      expires_at: deadline,
      event_n: 0,
    }));
    const rings = parts.map(({ id }): NewRow<'ring'> => ({
      id: `ring-${id}`,
      invitation_id: invitation,
      device_id: id,
      physical_id: id,
      created_at: now,
    }));
    const pushes = parts.map(({ id, name }): Row<'push'> =>
      newPush(
        { context, now },
        { ...alive, id, physical_id: id, account_id: account, name, app_key: appKey },
        { purpose: 'ring', ring: `ring-${id}`, invitation, notBefore: now, expiresAt: deadline },
      ),
    );
    await db.insertInto('device').values(parts).execute();
    await db.insertInto('ring').values(rings).execute();
    await db.insertInto('push').values(pushes).execute();
    ids.push(...pushes.map(({ id }) => id));
  }
  return ids;
}
