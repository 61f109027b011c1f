import { addressOf, isShortNumber, normaliseAccount } from '@/lib/platform/address';
import type { NewRoom, RoomChange, RoomEntry } from '@/lib/platform/own';
import { numberForMeeting } from '@/lib/server/accounts/short-numbers';
import type { AccountAuthority } from '@/lib/server/authority';
import { endMeetingRooms } from '@/lib/server/calls/leaving';
import { followMeeting } from '@/lib/server/calls/follow-meeting';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { inTransaction } from '@/lib/server/store/transaction';
import { roomEntry, type AddressedMeeting } from './entry';
import { havePersonalMeeting } from './personal';

/** More meetings than this one account does not keep. */
const mostMeetings = 200;

const samePins = refused('bad_request', 'The host’s PIN and the guests’ have to differ.');

const noSuchMeeting = refused('not_found', 'You have no meeting of this address.');

/** Makes a permanent meeting address with a short number of its own (platform-api.md, section 6). */
export async function createMeeting(
  context: Context,
  { account }: AccountAuthority,
  wished: NewRoom,
): Promise<Outcome<RoomEntry>> {
  const { clock, random, settings } = context;
  if (wished.pin !== undefined && wished.pin === wished.guest_pin) return samePins;
  return inTransaction(context, async (tx) => {
    const { count } = await tx
      .selectFrom('meeting')
      .select((is) => is.fn.countAll<number>().as('count'))
      .where('owner_account_id', '=', account.id)
      .where('personal', '=', 0)
      .executeTakeFirstOrThrow();
    if (count >= mostMeetings) {
      return refused('too_many', 'You have too many meetings. Delete one that is over.');
    }
    const id = random.id();
    const sipkey = await numberForMeeting(tx, random);
    const address = addressOf(sipkey, settings.domain);
    const meeting = {
      name: wished.name ?? account.displayName,
      pin: wished.pin ?? null,
      guest_pin: wished.guest_pin ?? null,
      personal: 0,
      waiting_room: wished.waiting_room === true ? 1 : 0,
      shares: wished.shares ?? 'one',
      encrypted: wished.encrypted === true ? 1 : 0,
      guests: flagOf(wished.guests),
    } as const;
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

/** Null where nobody has said. */
function flagOf(said: boolean | undefined): 0 | 1 | null {
  if (said === undefined) return null;
  return said ? 1 : 0;
}

/** One's meetings: the personal one, made at the first look, then the others, the latest first. */
export async function listMeetings(
  context: Context,
  { account }: AccountAuthority,
): Promise<RoomEntry[]> {
  await havePersonalMeeting(context, account);
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

/** Changes a meeting; who is in its room stays in it, and is told what changed there. */
export async function changeMeeting(
  context: Context,
  authority: AccountAuthority,
  text: string,
  change: RoomChange,
): Promise<Outcome<RoomEntry>> {
  const row = await ownMeeting(context, authority, text);
  if (row === undefined) return noSuchMeeting;
  const next = changed(row, change);
  const { name, pin, guest_pin, waiting_room, shares, guests } = next;
  if (pin !== null && pin === guest_pin) return samePins;
  await inTransaction(context, async (tx, after) => {
    await tx
      .updateTable('meeting')
      .set({ name, pin, guest_pin, waiting_room, shares, guests })
      .where('id', '=', row.id)
      .execute();
    await followMeeting(context, tx, after, row.id, { waiting_room, shares });
  });
  return done(roomEntry(context, next));
}

function changed(
  row: AddressedMeeting,
  { name = row.name, pin = row.pin, guest_pin = row.guest_pin, ...change }: RoomChange,
): AddressedMeeting {
  return {
    ...row,
    name,
    pin,
    guest_pin,
    waiting_room: flagOf(change.waiting_room) ?? row.waiting_room,
    shares: change.shares ?? row.shares,
    guests: flagOf(change.guests) ?? row.guests,
  };
}

/** Deletes a meeting; its room ends for whoever is in it, and its number is free again. */
export async function deleteMeeting(
  context: Context,
  authority: AccountAuthority,
  text: string,
): Promise<Outcome<null>> {
  const row = await ownMeeting(context, authority, text);
  if (row === undefined) return noSuchMeeting;
  if (row.personal === 1) {
    return refused('forbidden', 'Your personal meeting stays as long as your account.');
  }
  await inTransaction(context, async (tx, after) => {
    await endMeetingRooms(context, tx, after, row.id);
    await tx.deleteFrom('meeting').where('id', '=', row.id).execute();
  });
  return done(null);
}

function ownMeetings(context: Context, accountId: number) {
  return context.db
    .selectFrom('meeting')
    .innerJoin('address', 'address.meeting_id', 'meeting.id')
    .selectAll('meeting')
    .select(['address.address', 'address.sipkey'])
    .where('meeting.owner_account_id', '=', accountId)
    .orderBy('meeting.personal', 'desc')
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
