import type { Context } from '@/lib/server/context';
import type { EventData } from '@/lib/platform/events';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { inStep, tellRegistration } from './step';

/**
 * Rings one device alone as a test (platform-api.md 6, `…/ring`). Every page of the account hears the
 * steps as `test_ring` events; the device itself rings when it hears `sent` for itself. A device that
 * nothing reaches now is told of as `failed`.
 */
export function ringDevice(
  context: Context,
  account: { readonly id: number },
  device: string,
): Promise<Outcome<null>> {
  const asked = context.clock.now();
  return inStep(context, async (step) => {
    const registrations = await step.tx
      .selectFrom('registration')
      .innerJoin('device', 'device.id', 'registration.device_id')
      .select(['registration.id', 'registration.device_id', 'registration.stream_open'])
      .where('registration.account_id', '=', account.id)
      .where('device.kind', '=', 'web')
      .execute();
    const known = await step.tx
      .selectFrom('device')
      .select('id')
      .where('id', '=', device)
      .where('account_id', '=', account.id)
      .executeTakeFirst();
    if (known === undefined) return refused('not_found', 'There is no such device.');
    const reached = registrations.some(
      ({ device_id, stream_open }) => device_id === device && stream_open === 1,
    );
    const steps: EventData<'test_ring'>[] = [
      { device, step: 'asked', at: 0 },
      { device, step: reached ? 'sent' : 'failed', at: step.now - asked },
    ];
    for (const { id } of registrations) {
      for (const data of steps) tellRegistration(step, id, { name: 'test_ring', data });
    }
    return done(null);
  });
}
