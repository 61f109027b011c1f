import type * as z from 'zod/mini';
import type { FinishedCall, finishedCallsPageSchema } from '@/lib/platform/admin';
import { legRecordSchema } from '@/lib/platform/leg-record';
import type { BrowserAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { scopeOf } from './scope';

type Page = z.infer<typeof finishedCallsPageSchema>;

/** The place of a call in the list: when it was placed, and its line among those of the same moment. */
const placeForm = /^(\d{1,15})\.([\w-]{1,100})$/;

/**
 * Calls that are over, within the administrator's scope, newest first, each with how its legs were. A call
 * has a line in the history of everyone who took part in it; the earliest in the scope stands for it.
 */
export async function listFinishedCalls(
  context: Context,
  authority: BrowserAuthority,
  {
    before,
    limit = 50,
  }: { readonly before?: string | undefined; readonly limit?: number | undefined },
): Promise<Outcome<Page>> {
  const scope = scopeOf(authority);
  if (!scope.ok) return scope;
  const rows = await selectLines(context, scope.value.organisation, placeForm.exec(before ?? ''))
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const records = await recordsOf(
    context,
    page.map(({ room_id }) => room_id),
  );
  return done({
    calls: page.map((line) => finishedCall(line, records)),
    next: rows.length > limit && last ? `${last.placed_at}.${last.id}` : null,
  });
}

function selectLines({ db }: Context, organisation: number | null, place: RegExpExecArray | null) {
  const [, at = '0', from = ''] = place ?? [];
  return db
    .selectFrom('call_record as line')
    .innerJoin('account', 'account.id', 'line.account_id')
    .innerJoin('address', 'address.account_id', 'account.id')
    .selectAll('line')
    .select(['account.display_name', 'address.address'])
    .where('line.ended_at', 'is not', null)
    .where((line) =>
      line.not(
        line.exists(
          line
            .selectFrom('call_record as other')
            .innerJoin('account as owner', 'owner.id', 'other.account_id')
            .select('other.id')
            .whereRef('other.room_id', '=', 'line.room_id')
            .$if(organisation !== null, (query) =>
              query.where('owner.organisation_id', '=', organisation ?? 0),
            )
            // It goes on, or it is another's to stand for the call.
            .where((is) =>
              is.or([
                is('other.ended_at', 'is', null),
                is('other.placed_at', '<', is.ref('line.placed_at')),
                is.and([
                  is('other.placed_at', '=', is.ref('line.placed_at')),
                  is('other.id', '<', is.ref('line.id')),
                ]),
              ]),
            ),
        ),
      ),
    )
    .$if(organisation !== null, (query) =>
      query.where('account.organisation_id', '=', organisation ?? 0),
    )
    .$if(place !== null, (query) =>
      query.where((is) =>
        is.or([
          is('line.placed_at', '<', Number(at)),
          is.and([is('line.placed_at', '=', Number(at)), is('line.id', '<', from)]),
        ]),
      ),
    )
    .orderBy('line.placed_at', 'desc')
    .orderBy('line.id', 'desc');
}

type Line = Row<'call_record'> & { readonly display_name: string; readonly address: string };

function finishedCall(line: Line, records: readonly Row<'leg_record'>[]): FinishedCall {
  const owner = { address: line.address, display_name: line.display_name };
  const peer = { address: line.peer_address, display_name: line.peer_name };
  const [from, to] = line.direction === 'outgoing' ? [owner, peer] : [peer, owner];
  return {
    room: line.room_id,
    kind: line.kind,
    call_type: line.call_type,
    from,
    to,
    placed: iso(line.placed_at),
    answered: line.answered_at === null ? null : iso(line.answered_at),
    ended: line.ended_at === null ? null : iso(line.ended_at),
    outcome: line.outcome,
    reason: line.reason,
    records: records
      .filter(({ room_id }) => room_id === line.room_id)
      .map(({ from_name, to_name, written_at, record }) => ({
        from: from_name,
        to: to_name,
        written: iso(written_at),
        record: legRecordSchema.parse(JSON.parse(record)),
      })),
  };
}

async function recordsOf(
  { db }: Context,
  rooms: readonly string[],
): Promise<readonly Row<'leg_record'>[]> {
  if (rooms.length === 0) return [];
  return db
    .selectFrom('leg_record')
    .selectAll()
    .where('room_id', 'in', rooms)
    .orderBy('written_at')
    .orderBy('call')
    .execute();
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
