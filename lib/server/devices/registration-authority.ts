import { knownAccount, selectKnownAccounts } from '@/lib/server/accounts/known-account';
import type { RegistrationAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { aliveAt } from './registration-life';

/** Whom a registration's token proves; undefined once its session ended or the account is disabled. */
export async function registrationAuthority(
  context: Pick<Context, 'db' | 'clock' | 'tokens'>,
  token: string,
): Promise<RegistrationAuthority | undefined> {
  const content = context.tokens.read(token);
  if (content?.kind !== 'registration') return undefined;
  const row = await selectKnownAccounts(context.db)
    .innerJoin('registration', 'registration.account_id', 'account.id')
    .innerJoin('device', 'device.id', 'registration.device_id')
    .select(['registration.id as registration', 'device.id as part', 'device.physical_id'])
    .where('registration.id', '=', content.id)
    .where('registration.token_n', '>=', content.n)
    .where(aliveAt(context.clock.now()))
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  return (
    row && {
      kind: 'registration',
      account: knownAccount(row),
      registration: row.registration,
      device: row.physical_id,
      part: row.part,
    }
  );
}
