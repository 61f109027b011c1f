import type * as z from 'zod/mini';
import type { adminDeviceSchema } from '@/lib/platform/admin';
import { endDevices } from '@/lib/server/accounts/end-access';
import { knownAccount, selectKnownAccounts } from '@/lib/server/accounts/known-account';
import type { BrowserAuthority, KnownAccount } from '@/lib/server/authority';
import { inStep } from '@/lib/server/calls/step';
import type { Context } from '@/lib/server/context';
import { byPhysicalDevice, deviceEntry, selectParts } from '@/lib/server/devices/entries';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { lastPushes } from './pushes';
import { scopeOf } from './scope';

/** A device as administrators see it. */
export type AdminDevice = z.infer<typeof adminDeviceSchema>;

/** Whose devices, and how many physical ones at most. */
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
  const latest = context.db
    .selectFrom('device')
    .innerJoin('account', 'account.id', 'device.account_id')
    .select('device.physical_id')
    .$if(organisation !== null, (query) =>
      query.where('account.organisation_id', '=', organisation ?? 0),
    )
    .$if(account !== undefined, (query) => query.where('account.id', '=', account ?? 0))
    .groupBy('device.physical_id')
    .orderBy((is) => is.fn.max('device.last_seen_at'), 'desc')
    .orderBy('device.physical_id')
    .limit(Math.min(Math.max(limit, 1), 500));
  const rows = await selectParts(context.db)
    .innerJoin('account', 'account.id', 'device.account_id')
    .innerJoin('address', 'address.account_id', 'account.id')
    .select(['account.display_name', 'address.address'])
    .where('device.physical_id', 'in', latest)
    .execute();
  const devices = byPhysicalDevice(rows).map((parts) => ({
    entry: deviceEntry(context, parts, authority.session),
    account: accountOf(parts[0]),
  }));
  const pushes = await lastPushes(
    context,
    devices.map(({ entry }) => entry.id),
  );
  return done(
    devices.map(({ entry, account: names }) => {
      const appKey = context.settings.appKeys.find(({ key }) => key === entry.app_key);
      return {
        ...entry,
        account: names,
        certificate_name: appKey?.certificateName ?? null,
        environment: appKey?.credentials?.environment ?? null,
        last_push: pushes.get(entry.id) ?? null,
      };
    }),
  );
}

function accountOf(row: {
  readonly account_id: number;
  readonly address: string;
  readonly display_name: string;
}) {
  return { id: row.account_id, address: row.address, display_name: row.display_name };
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
    .where('device.physical_id', '=', device)
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
  return inStep(context, async (step) => {
    const parts = await step.tx
      .selectFrom('device')
      .select('id')
      .where('physical_id', '=', device)
      .execute();
    await endDevices(
      step,
      parts.map(({ id }) => id),
    );
    return done(null);
  });
}
