import { sql, type Transaction } from 'kysely';
import type { Database } from '@/lib/server/store/schema';

/**
 * The browser session that registered a device is the device's: a sleeping phone outlives the session of
 * its registration, and must end all the same when its person signs out (platform-api.md, section 2).
 */
export async function moveSessionToDevice(tx: Transaction<Database>): Promise<void> {
  await tx.schema.alterTable('device').addColumn('session_id', 'text').execute();
  await sql`update device set session_id =
    (select session_id from registration where registration.device_id = device.id)`.execute(tx);
  await tx.schema.createIndex('device_session_id').on('device').column('session_id').execute();
  await tx.schema.dropIndex('registration_session_id').execute();
  await tx.schema.alterTable('registration').dropColumn('session_id').execute();
}
