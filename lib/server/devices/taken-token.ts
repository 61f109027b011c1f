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
    await tellDeviceLost(step, account_id, { device: physical_id, name, reason: 'taken' });
  }
}

/** Tells an account's pages that one of its devices rings no more, and why. */
export async function tellDeviceLost(
  step: Step,
  accountId: number,
  data: { readonly device: string; readonly name: string; readonly reason: 'taken' | 'gone' },
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
