import type { Tx } from '@/lib/server/context';
import type { AfterCommit } from '@/lib/server/store/transaction';

/**
 * Ends everything by which an account is reached and acts, except what one session made: sessions,
 * registrations with their tokens, and devices with their push channels (platform-api.md, section 2,
 * How long it lasts). Open streams are closed at once.
 */
export async function endAccess(
  tx: Tx,
  after: AfterCommit,
  accountId: number,
  keptSession: string | null,
): Promise<void> {
  await tx
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .$if(keptSession !== null, (query) => query.where('id', '<>', keptSession ?? ''))
    .execute();
  const devices = await tx
    .selectFrom('device')
    .leftJoin('registration', 'registration.device_id', 'device.id')
    .select(['device.id', 'registration.session_id'])
    .where('device.account_id', '=', accountId)
    .execute();
  const ended = devices.filter(
    ({ session_id }) => keptSession === null || session_id !== keptSession,
  );
  await endDevices(
    tx,
    after,
    ended.map(({ id }) => id),
  );
}

/** Ends the registrations that a session made, now that it ended. */
export async function endRegistrationsOfSession(
  tx: Tx,
  after: AfterCommit,
  session: string,
): Promise<void> {
  const made = await tx
    .selectFrom('registration')
    .select('device_id')
    .where('session_id', '=', session)
    .execute();
  await endDevices(
    tx,
    after,
    made.map(({ device_id }) => device_id),
  );
}

/** Ends devices: they are not rung any more, their tokens are void and their streams close. */
export async function endDevices(
  tx: Tx,
  after: AfterCommit,
  devices: readonly string[],
): Promise<void> {
  if (devices.length === 0) return;
  const registrations = await tx
    .deleteFrom('registration')
    .where('device_id', 'in', devices)
    .returning('id')
    .execute();
  await tx.deleteFrom('device').where('id', 'in', devices).execute();
  if (registrations.length === 0) return;
  const receivers = registrations.map(({ id }) => id);
  await tx.deleteFrom('event').where('receiver', 'in', receivers).execute();
  for (const receiver of receivers) after.publish(`close:${receiver}`);
}
