import type { DeviceEntry } from '@/lib/platform/own';
import { endDevices } from '@/lib/server/accounts/end-access';
import type { BrowserAuthority } from '@/lib/server/authority';
import { inStep } from '@/lib/server/calls/step';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { physicalIdOf } from './physical';
import { byPhysicalDevice, deviceEntry, selectParts } from './entries';

const noSuchDevice = refused('not_found', 'There is no such device any more. Load the list anew.');

/** The devices of one's account, the latest first: one entry a physical device. */
export async function myDevices(
  context: Context,
  { account, session }: BrowserAuthority,
): Promise<DeviceEntry[]> {
  const rows = await selectParts(context.db).where('device.account_id', '=', account.id).execute();
  return byPhysicalDevice(rows).map((parts) => deviceEntry(context, parts, session));
}

/** What may be changed of a device. */
export interface DeviceChange {
  readonly name?: string | undefined;
  readonly ring?: boolean | undefined;
}

/** Names a device, or lets it ring or not, with all its parts; answers what it is now. */
export async function changeDevice(
  context: Context,
  authority: BrowserAuthority,
  device: string,
  { name, ring }: DeviceChange,
): Promise<Outcome<DeviceEntry>> {
  const columns = {
    ...(name === undefined ? {} : { name }),
    ...(ring === undefined ? {} : { ring: ring ? (1 as const) : (0 as const) }),
  };
  const id = await physicalIdOf(context.db, authority.account.id, device);
  if (id === undefined) return noSuchDevice;
  if (Object.keys(columns).length > 0) {
    await context.db
      .updateTable('device')
      .set(columns)
      .where('physical_id', '=', id)
      .where('account_id', '=', authority.account.id)
      .execute();
  }
  const entry = (await myDevices(context, authority)).find((one) => one.id === id);
  return entry ? done(entry) : noSuchDevice;
}

/** Takes a device away: it is not rung any more, its tokens are void and its streams close. */
export async function removeDevice(
  context: Context,
  { account }: BrowserAuthority,
  device: string,
): Promise<Outcome<null>> {
  return inStep(context, async (step) => {
    const id = await physicalIdOf(step.tx, account.id, device);
    if (id === undefined) return noSuchDevice;
    const own = await step.tx
      .selectFrom('device')
      .select('id')
      .where('physical_id', '=', id)
      .where('account_id', '=', account.id)
      .execute();
    await endDevices(
      step,
      own.map((part) => part.id),
    );
    return done(null);
  });
}
