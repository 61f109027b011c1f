import type { Transaction } from 'kysely';
import type { Database } from '@/lib/server/store/schema';

/** Media of a room through LiveKit, and whose client can go there (direct-media.md, `media_change`). */
export async function addEngines(tx: Transaction<Database>): Promise<void> {
  await tx.schema
    .alterTable('room')
    .addColumn('engine', 'text', (is) => is.notNull().defaultTo('direct'))
    .execute();
  await tx.schema.alterTable('room').addColumn('engine_changed_at', 'bigint').execute();
  await tx.schema.alterTable('room').addColumn('livekit_name', 'text').execute();
  await tx.schema.createIndex('room_livekit_name').on('room').column('livekit_name').execute();
  await tx.schema
    .alterTable('participant')
    .addColumn('livekit', 'integer', (is) => is.notNull().defaultTo(0))
    .execute();
}
