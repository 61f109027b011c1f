import { decideRoom, mayCancel, type RoomCommand } from '@/lib/call/room';
import type { ParticipantAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { applyRoom } from './apply-room';
import { endInvitation } from './end-invitation';
import { endRoomBy } from './end-room';
import { asInsider, type Inside } from './participant';
import { refusedFor } from './replies';
import { ruleRoom } from './room-store';

type Asked = Extract<RoomCommand, { readonly by: string }>;

/** What a participant asks of its room: the host's controls, and ending it for all. */
export type Control = { [Command in Asked as Command['do']]: Omit<Command, 'by'> }[Exclude<
  Asked['do'],
  'promote' | 'remove'
>];

/** The host's controls (platform-api.md 4): lock, mute guests, admit, roles, mute, end for all. */
export async function controlRoom(
  context: Context,
  authority: ParticipantAuthority,
  control: Control,
): Promise<Outcome<null>> {
  // It may be the one whom legs do not carry: whether LiveKit is there is asked now.
  if (control.do === 'admit') await context.livekit?.look();
  return asInsider(context, authority, (inside) =>
    command(inside, { ...control, by: authority.participant }),
  );
}

/**
 * `participants/<uuid>/disconnect`: takes somebody out, leaves oneself, or takes the invitation back for which this
 * uuid is reserved while it rings (`dial`, platform-api.md 4).
 */
export function removeParticipant(
  context: Context,
  authority: ParticipantAuthority,
  participant: string,
): Promise<Outcome<null>> {
  return asInsider(context, authority, async (inside) => {
    const { step, room } = inside;
    const by = authority.participant;
    if (participant === by) {
      await endRoomBy(step, room, { do: 'leave', participant, cause: 'hung_up' });
      return done(null);
    }
    const reserved = await reservedFor(inside, participant);
    if (reserved === undefined) return command(inside, { do: 'remove', by, participant });
    const inviter = { inviter: reserved.inviter_participant };
    const permission = mayCancel(ruleRoom(room, step.context), inviter, by);
    if (!permission.allowed) return refusedFor(permission.reason);
    const decision = await endInvitation(step, room, reserved, { do: 'cancel', by });
    return decision.outcome === 'refused' ? refusedFor(decision.reason) : done(null);
  });
}

/** The unanswered invitation for which a uuid is reserved, also when it has ended: a repeat is harmless. */
async function reservedFor(
  { step, room }: Inside,
  participant: string,
): Promise<Row<'invitation'> | undefined> {
  const found = await step.tx
    .selectFrom('invitation')
    .selectAll()
    .where('reserved_participant', '=', participant)
    .where('room_id', '=', room.row.id)
    .where('state', '<>', 'accepted')
    .executeTakeFirst();
  return room.invitations.find(({ id }) => id === found?.id) ?? found;
}

async function command({ step, room }: Inside, asked: Asked): Promise<Outcome<null>> {
  const decision = decideRoom(ruleRoom(room, step.context), asked, step.now);
  if (decision.outcome === 'refused') return refusedFor(decision.reason);
  if (decision.outcome === 'changed') await applyRoom(step, room, decision);
  return done(null);
}
