import { sql } from 'kysely';
import { endDevices } from '@/lib/server/accounts/end-access';
import { inStep } from '@/lib/server/calls/step';
import type { Context } from '@/lib/server/context';
import { forgetEvents } from '@/lib/server/events/outbox';
import { forUpdate } from '@/lib/server/store/transaction';
import { deadAt, sessionLifetime } from './registration-life';

/** At most so many go at a time, so that no call waits for the sweep. */
const batch = 500;

/**
 * Forgets registrations that were not refreshed in time, devices that were not registered for 60 days
 * and sessions that ran out (platform-api.md, section 2). A device with a `device_id` outlives its
 * session, and its event counter goes on where it stood. Answers whether more is left to do.
 */
export async function expireRegistrations(context: Context): Promise<boolean> {
  const now = context.clock.now();
  return inStep(context, async (step) => {
    const { tx, after } = step;
    await tx.deleteFrom('session').where('expires_at', '<=', now).execute();
    await tx.deleteFrom('account_invitation').where('expires_at', '<=', now).execute();
    const dying = tx
      .selectFrom('registration')
      .innerJoin('device', 'device.id', 'registration.device_id')
      .select([
        'registration.id',
        'registration.event_n',
        'registration.device_id',
        'device.expires_at as device_expires_at',
      ])
      .where(deadAt(now))
      .limit(batch);
    const dead = await forUpdate(dying, context.dialect).execute();
    for (const { id, event_n, device_id } of dead.filter((row) => row.device_expires_at !== null)) {
      await tx.updateTable('device').set({ event_n }).where('id', '=', device_id).execute();
      await tx.deleteFrom('registration').where('id', '=', id).execute();
      await forgetEvents(context, tx, (is) => is('receiver', '=', id)).execute();
      after.publish(`close:${id}`);
    }
    const unseen = await tx
      .selectFrom('device')
      .leftJoin('registration', 'registration.device_id', 'device.id')
      .select('device.id')
      .where('device.expires_at', '<=', now)
      .where('registration.id', 'is', null)
      .limit(batch)
      .execute();
    const streams = dead.filter((row) => row.device_expires_at === null);
    await endDevices(step, [...unseen.map(({ id }) => id), ...streams.map((row) => row.device_id)]);
    return dead.length === batch || unseen.length === batch;
  });
}

/** The later of what a refresh and what a stream that closed leave a session to live. */
const endOfLife = sql<number>`case when stream_seen_at + ${sql.lit(sessionLifetime)} > expires_at
  then stream_seen_at + ${sql.lit(sessionLifetime)} else expires_at end`;

/** When the next registration runs out (ms since 1970); null: none. For the loop of deadlines. */
export async function nextExpiry(context: Context): Promise<number | null> {
  const row = await context.db
    .selectFrom('registration')
    .select((is) => is.fn.min(endOfLife).as('time'))
    .where('stream_open', '=', 0)
    .executeTakeFirst();
  return row?.time ?? null;
}
