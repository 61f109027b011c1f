import { sql } from 'kysely';
import type { EventData } from '@/lib/platform/events';
import { endDevices } from '@/lib/server/accounts/end-access';
import { tellRegistration, type Step } from '@/lib/server/calls/step';
import type { RegisteredDevice } from './registered-device';

/**
 * A push token is of whoever registered it last: the app that it rings is signed in to one account. What
 * others registered with it ends, and they are told (`device_lost`).
 */
export async function takeTokenFromOthers(
  step: Step,
  accountId: number,
  { device_id, app_key }: RegisteredDevice,
): Promise<void> {
  if (device_id === null || app_key === null) return;
  if (step.context.dialect === 'postgres') {
    // Two accounts that register one token at once do so one after the other.
    await sql`select pg_advisory_xact_lock(hashtext(${device_id}))`.execute(step.tx);
  }
  const others = await step.tx
    .selectFrom('device')
    .select(['id', 'physical_id', 'account_id', 'name'])
    .where('device_id', '=', device_id)
    .where('account_id', '<>', accountId)
    .execute();
  if (others.length === 0) return;
  await endDevices(
    step,
    others.map(({ id }) => id),
  );
  for (const { account_id, physical_id, name } of others) {
    const lost = { device: physical_id, name, reason: 'taken', channel: 'device' } as const;
    await tellDeviceLost(step, account_id, lost);
  }
}

/** Tells an account's pages that one of its devices rings no more, and why. */
export async function tellDeviceLost(
  step: Step,
  accountId: number,
  data: EventData<'device_lost'>,
): Promise<void> {
  const pages = await step.tx
    .selectFrom('registration')
    .innerJoin('device', 'device.id', 'registration.device_id')
    .select('registration.id')
    .where('registration.account_id', '=', accountId)
    .where('device.kind', '=', 'web')
    .execute();
  for (const { id } of pages) tellRegistration(step, id, { name: 'device_lost', data });
}
