import { addressOf, isShortNumber, normaliseAccount } from '@/lib/platform/address';
import type { RoomEntry } from '@/lib/platform/own';
import { numberForMeeting } from '@/lib/server/accounts/short-numbers';
import type { AccountAuthority } from '@/lib/server/authority';
import { endMeetingRooms } from '@/lib/server/calls/leaving';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { inTransaction } from '@/lib/server/store/transaction';

/** More meetings than this one account does not keep. */
const mostMeetings = 200;

const noSuchMeeting = refused('not_found', 'You have no meeting of this address.');

/** What a meeting is made with. */
export interface NewMeeting {
  readonly name?: string | undefined;
  readonly pin?: string | undefined;
  readonly guest_pin?: string | undefined;
}

/** Makes a permanent meeting address with a short number of its own (platform-api.md, section 6). */
export async function createMeeting(
  context: Context,
  { account }: AccountAuthority,
  { name, pin, guest_pin }: NewMeeting,
): Promise<Outcome<RoomEntry>> {
  const { clock, random, settings } = context;
  return inTransaction(context, async (tx) => {
    const { count } = await tx
      .selectFrom('meeting')
      .select((is) => is.fn.countAll<number>().as('count'))
      .where('owner_account_id', '=', account.id)
      .executeTakeFirstOrThrow();
    if (count >= mostMeetings) {
      return refused('too_many', 'You have too many meetings. Delete one that is over.');
    }
    const id = random.id();
    const sipkey = await numberForMeeting(tx, random);
    const address = addressOf(sipkey, settings.domain);
    const meeting = {
      name: name ?? account.displayName,
      pin: pin ?? null,
      guest_pin: guest_pin ?? null,
    };
    await tx
      .insertInto('meeting')
      .values({ ...meeting, id, owner_account_id: account.id, created_at: clock.now() })
      .execute();
    await tx
      .insertInto('address')
      .values({ address, sipkey, account_id: null, meeting_id: id })
      .execute();
    return done(roomEntry(context, { ...meeting, address, sipkey }));
  });
}

/** One's meetings, the latest first. */
export async function listMeetings(
  context: Context,
  { account }: AccountAuthority,
): Promise<RoomEntry[]> {
  const rows = await ownMeetings(context, account.id).execute();
  return rows.map((row) => roomEntry(context, row));
}

/** One of one's meetings, by address or short number. */
export async function readMeeting(
  context: Context,
  authority: AccountAuthority,
  text: string,
): Promise<Outcome<RoomEntry>> {
  const row = await ownMeeting(context, authority, text);
  return row ? done(roomEntry(context, row)) : noSuchMeeting;
}

/** What may be changed; null takes a PIN away. */
export interface MeetingChange {
  readonly name?: string | undefined;
  readonly pin?: string | null | undefined;
  readonly guest_pin?: string | null | undefined;
}

/** Changes a meeting; who is in its room stays in it. */
export async function changeMeeting(
  context: Context,
  authority: AccountAuthority,
  text: string,
  change: MeetingChange,
): Promise<Outcome<RoomEntry>> {
  const row = await ownMeeting(context, authority, text);
  if (row === undefined) return noSuchMeeting;
  const { name = row.name, pin = row.pin, guest_pin = row.guest_pin } = change;
  await context.db
    .updateTable('meeting')
    .set({ name, pin, guest_pin })
    .where('id', '=', row.id)
    .execute();
  return done(roomEntry(context, { ...row, name, pin, guest_pin }));
}

/** Deletes a meeting; its room ends for whoever is in it, and its number is free again. */
export async function deleteMeeting(
  context: Context,
  authority: AccountAuthority,
  text: string,
): Promise<Outcome<null>> {
  const row = await ownMeeting(context, authority, text);
  if (row === undefined) return noSuchMeeting;
  await inTransaction(context, async (tx, after) => {
    await endMeetingRooms(context, tx, after, row.id);
    await tx.deleteFrom('meeting').where('id', '=', row.id).execute();
  });
  return done(null);
}

type MeetingRow = Pick<Row<'meeting'>, 'name' | 'pin' | 'guest_pin'> &
  Pick<Row<'address'>, 'address' | 'sipkey'>;

function ownMeetings(context: Context, accountId: number) {
  return context.db
    .selectFrom('meeting')
    .innerJoin('address', 'address.meeting_id', 'meeting.id')
    .select([
      'meeting.id',
      'meeting.name',
      'meeting.pin',
      'meeting.guest_pin',
      'address.address',
      'address.sipkey',
    ])
    .where('meeting.owner_account_id', '=', accountId)
    .orderBy('meeting.created_at', 'desc')
    .orderBy('meeting.id');
}

/** A meeting of the account by its address or short number. */
function ownMeeting(context: Context, { account }: AccountAuthority, text: string) {
  const normalised = normaliseAccount(text);
  return ownMeetings(context, account.id)
    .where(
      isShortNumber(normalised) ? 'address.sipkey' : 'address.address',
      '=',
      isShortNumber(normalised) ? normalised : addressOf(normalised, context.settings.domain),
    )
    .executeTakeFirst();
}

function roomEntry(context: Context, row: MeetingRow): RoomEntry {
  const { address, sipkey, name, pin, guest_pin } = row;
  return { address, sipkey, name, link: meetingLink(context, address), pin, guest_pin };
}

/** The link that opens the call page at an address; ids live in the fragment (design.md). */
function meetingLink({ settings }: Context, address: string): string {
  return `${settings.origin}/call#to=${encodeURIComponent(address)}`;
}
