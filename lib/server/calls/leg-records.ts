import { callOfLiveKit, type LegRecord } from '@/lib/platform/leg-record';
import type { ParticipantAuthority } from '@/lib/server/authority';
import type { Context, Tx } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { inTransaction } from '@/lib/server/store/transaction';

/**
 * `record`: how a leg was for one of its ends (call-rules.md, Media). It mostly comes after the leg's end,
 * and may come after the call's; a later one of the same end replaces it. One that belongs to nobody's
 * history (a leg among guests of no host) is not kept.
 */
export function recordLeg(
  context: Context,
  { participant, room }: ParticipantAuthority,
  call: string,
  record: LegRecord,
): Promise<Outcome<null>> {
  return inTransaction(context, async (tx) => {
    const isOfLiveKit = call === callOfLiveKit;
    const peer = isOfLiveKit
      ? await liveKitOf(tx, room)
      : await otherEnd(tx, { participant, room, call });
    if (peer === undefined) return refused('forbidden', 'You have no such leg in this call.');
    const ends = await tx
      .selectFrom('participant')
      .select(['uuid', 'account_id', 'display_name'])
      .where('uuid', 'in', [participant, peer])
      .execute();
    const mine = ends.find(({ uuid }) => uuid === participant);
    const theirs = ends.find(({ uuid }) => uuid === peer);
    const account = mine?.account_id ?? theirs?.account_id ?? (await hostOf(tx, room));
    if (account === null) return done(null);
    const written = { written_at: context.clock.now(), record: JSON.stringify(record) };
    await tx
      .insertInto('leg_record')
      .values({
        call: isOfLiveKit ? `${callOfLiveKit}-${participant}` : call,
        room_id: room,
        account_id: account,
        from_name: mine?.display_name ?? '',
        to_name: isOfLiveKit ? 'LiveKit' : (theirs?.display_name ?? ''),
        ...written,
      })
      .onConflict((conflict) => conflict.column('call').doUpdateSet(written))
      .execute();
    return done(null);
  });
}

/** The participant at the other end of my leg; undefined: I have no such leg. */
async function otherEnd(
  tx: Tx,
  my: { readonly participant: string; readonly room: string; readonly call: string },
): Promise<string | undefined> {
  const leg = await tx
    .selectFrom('leg')
    .select(['offerer', 'answerer'])
    .where('room_id', '=', my.room)
    .where((is) =>
      is.or([
        is.and([is('offerer', '=', my.participant), is('offerer_call', '=', my.call)]),
        is.and([is('answerer', '=', my.participant), is('answerer_call', '=', my.call)]),
      ]),
    )
    .executeTakeFirst();
  return leg && (leg.offerer === my.participant ? leg.answerer : leg.offerer);
}

/** The room's name at LiveKit; undefined: it never went there. */
async function liveKitOf(tx: Tx, room: string): Promise<string | undefined> {
  const found = await tx
    .selectFrom('room')
    .select('livekit_name')
    .where('id', '=', room)
    .executeTakeFirst();
  return found?.livekit_name ?? undefined;
}

async function hostOf(tx: Tx, room: string): Promise<number | null> {
  const found = await tx
    .selectFrom('room')
    .innerJoin('account', 'account.id', 'room.host_account_id')
    .select('account.id')
    .where('room.id', '=', room)
    .executeTakeFirst();
  return found?.id ?? null;
}
