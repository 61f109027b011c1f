import { endDevices } from '@/lib/server/accounts/end-access';
import { inStep, tellRegistration, type Step } from '@/lib/server/calls/step';
import type { Context } from '@/lib/server/context';
import type { Row } from '@/lib/server/store/schema';
import { tellDeviceLost } from './taken-token';

/**
 * A provider called a token void (ios-shim.md, Answers; platform-api.md 2, How long it lasts): the
 * registration ends, unless the token was registered again after `since` (ms since 1970; null: after the
 * push left). A device whose stream is open goes on ringing by that.
 */
export function forgetToken(
  context: Context,
  push: Row<'push'>,
  since: number | null,
): Promise<void> {
  const before = since ?? push.sent_at ?? push.queued_at;
  return inStep(context, async (step) => {
    if (push.provider === 'web') {
      await forgetSubscription(step, push, before);
      return;
    }
    const part = await step.tx
      .selectFrom('device')
      .leftJoin('registration', 'registration.device_id', 'device.id')
      .select(['device.id', 'device.physical_id', 'device.account_id', 'device.name'])
      .select('registration.stream_open')
      .where('device.id', '=', push.part_id)
      .where('device.token_at', '<=', before)
      .executeTakeFirst();
    if (part === undefined) return;
    if (part.stream_open === 1) {
      const gone = { push_gone_at: step.now };
      await step.tx.updateTable('device').set(gone).where('id', '=', part.id).execute();
    } else {
      await endDevices(step, [part.id]);
    }
    const { account_id, physical_id, name } = part;
    const lost = { device: physical_id, name, reason: 'gone', channel: 'device' } as const;
    await tellDeviceLost(step, account_id, lost);
  });
}

/** A browser's subscription ended: its own page, where it is open, subscribes anew. */
async function forgetSubscription(step: Step, push: Row<'push'>, before: number): Promise<void> {
  const { numDeletedRows } = await step.tx
    .deleteFrom('web_push')
    .where('device_id', '=', push.part_id)
    .where('renewed_at', '<=', before)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return;
  const pages = await step.tx
    .selectFrom('registration')
    .select('id')
    .where('device_id', '=', push.part_id)
    .execute();
  const { physical_id: device, device_name: name } = push;
  const data = { device, name, reason: 'gone', channel: 'web' } as const;
  for (const { id } of pages) tellRegistration(step, id, { name: 'device_lost', data });
}
