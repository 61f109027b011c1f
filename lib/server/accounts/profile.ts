import type { MySession, Profile, Role } from '@/lib/platform/own';
import type { AccountAuthority, BrowserAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { searchName } from './search-name';

/** Who am I (platform-api.md, section 6). */
export async function readMySession(
  context: Context,
  authority: BrowserAuthority,
): Promise<MySession> {
  const { account, session } = authority;
  const row = await context.db
    .selectFrom('account')
    .innerJoin('organisation', 'organisation.id', 'account.organisation_id')
    .select(['account.language', 'organisation.name'])
    .where('account.id', '=', account.id)
    .executeTakeFirstOrThrow();
  return {
    session,
    id: account.id,
    account: account.account,
    address: account.address,
    sipkey: account.sipkey,
    display_name: account.displayName,
    organisation: { id: account.organisation, name: row.name },
    roles: rolesOf(account.role),
    language: row.language,
  };
}

/** What a person set for the account. */
export async function readProfile(context: Context, authority: AccountAuthority): Promise<Profile> {
  const row = await context.db
    .selectFrom('account')
    .select(['display_name', 'language', 'busy', 'unknown_callers'])
    .where('id', '=', authority.account.id)
    .executeTakeFirstOrThrow();
  return {
    displayName: row.display_name,
    language: row.language,
    busy: row.busy,
    unknownCallers: row.unknown_callers,
  };
}

/** Changes what is given and answers the whole. */
export async function changeProfile(
  context: Context,
  authority: AccountAuthority,
  change: { readonly [Key in keyof Profile]?: Profile[Key] | undefined },
): Promise<Profile> {
  const { displayName, language, busy, unknownCallers } = change;
  const columns = {
    ...(displayName === undefined
      ? {}
      : { display_name: displayName, search_name: searchName(displayName) }),
    ...(language === undefined ? {} : { language }),
    ...(busy === undefined ? {} : { busy }),
    ...(unknownCallers === undefined ? {} : { unknown_callers: unknownCallers }),
  };
  if (Object.keys(columns).length > 0) {
    await context.db
      .updateTable('account')
      .set(columns)
      .where('id', '=', authority.account.id)
      .execute();
  }
  return readProfile(context, authority);
}

/** A role and those that it includes. */
function rolesOf(role: Role): Role[] {
  const ascending: Role[] = ['member', 'administrator', 'operator'];
  return ascending.slice(0, ascending.indexOf(role) + 1);
}
