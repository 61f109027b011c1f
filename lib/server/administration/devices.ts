import type * as z from 'zod/mini';
import type { adminDeviceSchema } from '@/lib/platform/admin';
import { endDevices } from '@/lib/server/accounts/end-access';
import { knownAccount, selectKnownAccounts } from '@/lib/server/accounts/known-account';
import type { BrowserAuthority, KnownAccount } from '@/lib/server/authority';
import { inStep } from '@/lib/server/calls/step';
import type { Context } from '@/lib/server/context';
import { deviceEntry, selectDevices } from '@/lib/server/devices/entries';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { scopeOf } from './scope';

/** A device as administrators see it. */
export type AdminDevice = z.infer<typeof adminDeviceSchema>;

/** Whose devices, and how many at most. */
export interface DevicesQuery {
  readonly account?: number | undefined;
  readonly limit?: number | undefined;
}

const noSuchDevice = refused('not_found', 'There is no such device any more. Load the list anew.');

/** Devices within the administrator's scope, the latest seen first. */
export async function listAdminDevices(
  context: Context,
  authority: BrowserAuthority,
  { account, limit = 200 }: DevicesQuery,
): Promise<Outcome<AdminDevice[]>> {
  const scope = scopeOf(authority);
  if (!scope.ok) return scope;
  const { organisation } = scope.value;
  const rows = await selectDevices(context.db)
    .innerJoin('account', 'account.id', 'device.account_id')
    .innerJoin('address', 'address.account_id', 'account.id')
    .select(['account.display_name', 'address.address'])
    .$if(organisation !== null, (query) =>
      query.where('account.organisation_id', '=', organisation ?? 0),
    )
    .$if(account !== undefined, (query) => query.where('account.id', '=', account ?? 0))
    .limit(Math.min(Math.max(limit, 1), 500))
    .execute();
  const devices = rows.map(async (row) => ({
    ...(await deviceEntry(context, row, authority.session)),
    account: { id: row.account_id, address: row.address, display_name: row.display_name },
  }));
  return done(await Promise.all(devices));
}

/** The account of a device within the administrator's scope: for ringing it. */
export async function accountOfDevice(
  context: Context,
  authority: BrowserAuthority,
  device: string,
): Promise<Outcome<KnownAccount>> {
  const scope = scopeOf(authority);
  if (!scope.ok) return scope;
  const { organisation } = scope.value;
  const row = await selectKnownAccounts(context.db)
    .innerJoin('device', 'device.account_id', 'account.id')
    .where('device.id', '=', device)
    .$if(organisation !== null, (query) =>
      query.where('account.organisation_id', '=', organisation ?? 0),
    )
    .executeTakeFirst();
  return row ? done(knownAccount(row)) : noSuchDevice;
}

/** Takes a device of somebody away: it is not rung any more and its stream closes. */
export async function removeAdminDevice(
  context: Context,
  authority: BrowserAuthority,
  device: string,
): Promise<Outcome<null>> {
  const account = await accountOfDevice(context, authority, device);
  if (!account.ok) return account;
  await inStep(context, (step) => endDevices(step, [device]));
  return done(null);
}
