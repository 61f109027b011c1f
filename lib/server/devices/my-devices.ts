import type { DeviceEntry } from '@/lib/platform/own';
import { endDevices } from '@/lib/server/accounts/end-access';
import type { BrowserAuthority } from '@/lib/server/authority';
import { inStep } from '@/lib/server/calls/step';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { deviceEntry, selectDevices } from './entries';

const noSuchDevice = refused('not_found', 'There is no such device any more. Load the list anew.');

/** The devices of one's account, the latest first. */
export async function myDevices(
  context: Context,
  { account, session }: BrowserAuthority,
): Promise<DeviceEntry[]> {
  const rows = await selectDevices(context.db)
    .where('device.account_id', '=', account.id)
    .execute();
  return Promise.all(rows.map((row) => deviceEntry(context, row, session)));
}

/** What may be changed of a device. */
export interface DeviceChange {
  readonly name?: string | undefined;
  readonly ring?: boolean | undefined;
}

/** Names a device, or lets it ring or not; answers what it is now. */
export async function changeDevice(
  context: Context,
  { account, session }: BrowserAuthority,
  device: string,
  { name, ring }: DeviceChange,
): Promise<Outcome<DeviceEntry>> {
  const columns = {
    ...(name === undefined ? {} : { name }),
    ...(ring === undefined ? {} : { ring: ring ? (1 as const) : (0 as const) }),
  };
  if (Object.keys(columns).length > 0) {
    await context.db
      .updateTable('device')
      .set(columns)
      .where('id', '=', device)
      .where('account_id', '=', account.id)
      .execute();
  }
  const row = await selectDevices(context.db)
    .where('device.id', '=', device)
    .where('device.account_id', '=', account.id)
    .executeTakeFirst();
  return row ? done(await deviceEntry(context, row, session)) : noSuchDevice;
}

/** Takes a device away: it is not rung any more, its tokens are void and its stream closes. */
export async function removeDevice(
  context: Context,
  { account }: BrowserAuthority,
  device: string,
): Promise<Outcome<null>> {
  return inStep(context, async (step) => {
    const own = await step.tx
      .selectFrom('device')
      .select('id')
      .where('id', '=', device)
      .where('account_id', '=', account.id)
      .executeTakeFirst();
    if (own === undefined) return noSuchDevice;
    await endDevices(step, [device]);
    return done(null);
  });
}
