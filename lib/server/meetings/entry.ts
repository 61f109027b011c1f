import type { RoomEntry } from '@/lib/platform/own';
import type { Context } from '@/lib/server/context';
import type { Row } from '@/lib/server/store/schema';
import { takesGuests } from './guests';

/** A meeting with the address that names it. */
export type AddressedMeeting = Omit<Row<'meeting'>, 'id' | 'owner_account_id' | 'created_at'> &
  Pick<Row<'address'>, 'address' | 'sipkey'>;

/** A meeting as its owner is shown it. */
export function roomEntry({ settings }: Context, meeting: AddressedMeeting): RoomEntry {
  const { address, sipkey, name, pin, guest_pin, shares } = meeting;
  return {
    address,
    sipkey,
    name,
    // The link opens the call page; ids live in the fragment (design.md).
    link: `${settings.origin}/call#to=${encodeURIComponent(address)}`,
    pin,
    guest_pin,
    personal: meeting.personal === 1,
    waiting_room: meeting.waiting_room === 1,
    shares,
    encrypted: meeting.encrypted === 1,
    guests: takesGuests(settings, meeting),
  };
}
