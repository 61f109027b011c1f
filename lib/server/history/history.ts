import type * as z from 'zod/mini';
import type { CallEntry, callsResultPageSchema } from '@/lib/platform/own';
import type { KnownAccount } from '@/lib/server/authority';
import { tellChanged } from '@/lib/server/calls/history';
import { inStep } from '@/lib/server/calls/step';
import type { Context } from '@/lib/server/context';
import type { Row } from '@/lib/server/store/schema';

/** A page of history, newest first. */
export type CallsPage = z.infer<typeof callsResultPageSchema>;

/** From where on, and how many at most; `before` is the `next` of the page above. */
export interface CallsQuery {
  readonly before?: string | undefined;
  readonly limit?: number | undefined;
}

/** The history of one's account, the same on all its devices (platform-api.md, section 6). */
export async function myCalls(
  context: Context,
  account: Pick<KnownAccount, 'id'>,
  { before, limit = 50 }: CallsQuery,
): Promise<CallsPage> {
  const size = Math.min(Math.max(limit, 1), 200);
  const from = readCursor(before);
  const rows = await context.db
    .selectFrom('call_record')
    .selectAll()
    .where('account_id', '=', account.id)
    .$if(from !== undefined, (query) =>
      query.where((is) =>
        is.or([
          is('placed_at', '<', from?.placed ?? 0),
          is.and([is('placed_at', '=', from?.placed ?? 0), is('id', '<', from?.id ?? '')]),
        ]),
      ),
    )
    .orderBy('placed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(size + 1)
    .execute();
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return {
    calls: page.map(callEntry),
    unseen: await countUnseen(context, account.id),
    next: rows.length > size && last ? `${last.placed_at}.${last.id}` : null,
  };
}

/** The person has seen the missed calls: every device's badge goes, not only this one's. */
export async function markCallsSeen(
  context: Context,
  account: Pick<KnownAccount, 'id'>,
): Promise<void> {
  await inStep(context, async (step) => {
    const seen = await step.tx
      .updateTable('call_record')
      .set({ seen: 1 })
      .where('account_id', '=', account.id)
      .where('seen', '=', 0)
      .where('outcome', '<>', 'ringing')
      .returning('account_id')
      .execute();
    if (seen.length > 0) await tellChanged(step, [account.id]);
  });
}

function readCursor(text: string | undefined): { placed: number; id: string } | undefined {
  const [, placed, id] = /^(\d{1,15})\.([\w-]+)$/.exec(text ?? '') ?? [];
  return placed && id ? { placed: Number(placed), id } : undefined;
}

async function countUnseen(context: Context, accountId: number): Promise<number> {
  const { count } = await context.db
    .selectFrom('call_record')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('seen', '=', 0)
    .where('outcome', '=', 'missed')
    .executeTakeFirstOrThrow();
  return count;
}

function callEntry(row: Row<'call_record'>): CallEntry {
  return {
    id: row.id,
    direction: row.direction,
    peer: { address: row.peer_address, display_name: row.peer_name },
    kind: row.kind,
    call_type: row.call_type,
    placed: iso(row.placed_at),
    answered: row.answered_at === null ? null : iso(row.answered_at),
    ended: row.ended_at === null ? null : iso(row.ended_at),
    outcome: row.outcome,
    reason: row.reason,
    message: row.message,
    seen: row.seen === 1,
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
