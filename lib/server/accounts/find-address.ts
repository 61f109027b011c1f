import type { Kysely } from 'kysely';
import { addressOf, isShortNumber, normaliseAccount } from '@/lib/platform/address';
import type { KnownAccount } from '@/lib/server/authority';
import { takesGuests } from '@/lib/server/meetings/guests';
import type { Settings } from '@/lib/server/settings';
import type { Database, Row } from '@/lib/server/store/schema';
import { knownAccount, selectKnownAccounts } from './known-account';

/** A person behind an address, and how that person wants to be called. */
export interface FoundPerson {
  readonly kind: 'person';
  readonly account: KnownAccount;
  readonly busy: Row<'account'>['busy'];
  readonly unknownCallers: Row<'account'>['unknown_callers'];
}

/** A meeting behind an address. */
export interface FoundMeeting {
  readonly kind: 'meeting';
  readonly meeting: Row<'meeting'>;
  readonly organisation: number;
  readonly address: string;
  readonly sipkey: string;
}

/** Whom or what an address is. */
export type FoundAddress = FoundPerson | FoundMeeting;

/**
 * Who or what an address or short number means; bare names are completed with the domain. Undefined
 * where there is nothing, where the person or the meeting's owner is disabled, and where it belongs to
 * another organisation than the account that asks, unless the operator opened them or the meeting takes
 * people without an account, too (platform-api.md, section 4). `null` asks for nobody: what an anonymous
 * caller may do is the caller's business.
 */
export async function findAddress(
  db: Kysely<Database>,
  settings: Pick<Settings, 'domain' | 'openOrganisations' | 'anonymousCallers'>,
  text: string,
  asking: Pick<KnownAccount, 'organisation'> | null,
): Promise<FoundAddress | undefined> {
  const found = await look(db, settings.domain, text);
  if (found === undefined || asking === null || settings.openOrganisations) return found;
  if (found.kind === 'person') {
    return found.account.organisation === asking.organisation ? found : undefined;
  }
  const open = takesGuests(settings, found.meeting);
  return open || found.organisation === asking.organisation ? found : undefined;
}

async function look(
  db: Kysely<Database>,
  domain: string,
  text: string,
): Promise<FoundAddress | undefined> {
  const normalised = normaliseAccount(text);
  const entries = await db
    .selectFrom('address')
    .select(['address', 'sipkey', 'account_id', 'meeting_id'])
    .where((is) => {
      const byAddress = is('address', '=', addressOf(normalised, domain));
      return isShortNumber(normalised)
        ? is.or([byAddress, is('sipkey', '=', normalised)])
        : byAddress;
    })
    .execute();
  const entry = entries.find(({ sipkey }) => sipkey === normalised) ?? entries[0];
  if (entry === undefined) return undefined;
  if (entry.account_id !== null) return findPerson(db, entry.account_id);
  return entry.meeting_id === null ? undefined : findMeeting(db, entry, entry.meeting_id);
}

async function findPerson(db: Kysely<Database>, id: number): Promise<FoundPerson | undefined> {
  const row = await selectKnownAccounts(db)
    .select(['account.busy', 'account.unknown_callers'])
    .where('account.id', '=', id)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  return (
    row && {
      kind: 'person',
      account: knownAccount(row),
      busy: row.busy,
      unknownCallers: row.unknown_callers,
    }
  );
}

async function findMeeting(
  db: Kysely<Database>,
  { address, sipkey }: Pick<Row<'address'>, 'address' | 'sipkey'>,
  id: string,
): Promise<FoundMeeting | undefined> {
  const row = await db
    .selectFrom('meeting')
    .innerJoin('account', 'account.id', 'meeting.owner_account_id')
    .selectAll('meeting')
    .select('account.organisation_id')
    .where('meeting.id', '=', id)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { organisation_id, ...meeting } = row;
  return { kind: 'meeting', meeting, organisation: organisation_id, address, sipkey };
}
