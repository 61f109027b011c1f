import { sql } from 'kysely';
import type { EventData } from '@/lib/platform/events';
import { endDevices } from '@/lib/server/accounts/end-access';
import { tellRegistration, type Step } from '@/lib/server/calls/step';
import type { Row } from '@/lib/server/store/schema';
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
  await oneAfterTheOther(step, device_id);
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

/**
 * A web push subscription is of the device that subscribed last: another person signed in to that browser.
 * The account that had it is told, since the browser rings for it no more.
 */
export async function takeEndpointFromOthers(
  step: Step,
  part: Pick<Row<'device'>, 'id' | 'account_id'>,
  endpoint: string,
): Promise<void> {
  await oneAfterTheOther(step, endpoint);
  const taken = await step.tx
    .deleteFrom('web_push')
    .where('endpoint', '=', endpoint)
    .where('device_id', '<>', part.id)
    .returning('device_id')
    .executeTakeFirst();
  if (taken === undefined) return;
  const { account_id, physical_id, name } = await step.tx
    .selectFrom('device')
    .select(['account_id', 'physical_id', 'name'])
    .where('id', '=', taken.device_id)
    .executeTakeFirstOrThrow();
  if (account_id === part.account_id) return;
  const lost = { device: physical_id, name, reason: 'taken', channel: 'device' } as const;
  await tellDeviceLost(step, account_id, lost);
}

/** Two that register one token or subscription at once do so one after the other. */
async function oneAfterTheOther({ context, tx }: Step, token: string): Promise<void> {
  if (context.dialect !== 'postgres') return;
  await sql`select pg_advisory_xact_lock(hashtext(${token}))`.execute(tx);
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
