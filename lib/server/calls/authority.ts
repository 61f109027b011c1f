import { tokenStaysGoodUntil } from '@/lib/call/invitation';
import type { ParticipantAuthority, RingAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { ringingState } from '@/lib/server/store/states';
import { ruleInvitation } from './room-store';

/** How long (ms) after its end a participant's token still says that it is over. */
const afterlife = 2 * 60_000;

/**
 * The participant whose token this is. Every token that its session ever had is good while the
 * participant is in its room, and a moment longer, so that late requests hear that it is over.
 */
export async function participantAuthority(
  context: Context,
  token: string,
): Promise<Outcome<ParticipantAuthority>> {
  const content = context.tokens.read(token);
  if (content?.kind !== 'participant') return unknownToken;
  const row = await context.db
    .selectFrom('participant')
    .select(['room_id', 'token_n', 'left_at'])
    .where('uuid', '=', content.id)
    .executeTakeFirst();
  if (row === undefined || content.n > row.token_n) return unknownToken;
  const gone = row.left_at !== null && context.clock.now() > row.left_at + afterlife;
  if (gone) return unknownToken;
  return done({ kind: 'participant', participant: content.id, room: row.room_id });
}

/** The rung device whose one-time token this is; good until 10 minutes after the invitation's end. */
export async function ringAuthority(
  context: Context,
  token: string,
): Promise<Outcome<RingAuthority>> {
  const content = context.tokens.read(token);
  if (content?.kind !== 'ring') return unknownToken;
  const row = await context.db
    .selectFrom('ring')
    .innerJoin('invitation', 'invitation.id', 'ring.invitation_id')
    .innerJoin('room', 'room.id', 'invitation.room_id')
    .selectAll('invitation')
    .select(['ring.device_id', 'ring.physical_id'])
    .select(['room.kind as room_kind', 'room.engine'])
    .where('ring.id', '=', content.id)
    // A device whose session ended rings on for nobody; what became of the call it may still ask.
    .where((is) =>
      is.or([
        is('invitation.state', '<>', ringingState),
        is.exists(
          is
            .selectFrom('device')
            .select('device.id')
            .whereRef('device.physical_id', '=', 'ring.physical_id'),
        ),
      ]),
    )
    .executeTakeFirst();
  if (row === undefined) return unknownToken;
  if (context.clock.now() > tokenStaysGoodUntil(ruleInvitation(row, null))) return unknownToken;
  return done({
    kind: 'ring',
    ring: content.id,
    invitation: row.id,
    room: row.room_id,
    device: row.device_id,
    physical: row.physical_id,
    mayOutgrowLegs: row.room_kind === 'conference' && row.engine === 'direct',
  });
}

const unknownToken = refused('unauthorized', 'Invalid token');
