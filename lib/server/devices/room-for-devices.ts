import { endDevices } from '@/lib/server/accounts/end-access';
import type { Step } from '@/lib/server/calls/step';
import { isAlive } from './registration-life';
import type { RegisteredDevice } from './registered-device';

/** More devices than this no account has at a time: each one is rung by every call. */
const mostDevices = 100;

/**
 * Sees to it that an account has room for one more device: those whose session ran out are forgotten,
 * the longest unseen first, but none that a push reaches: a sleeping phone refreshes nothing and must go
 * on ringing (platform-api.md, section 2). False when no room can be made.
 */
export async function makeRoomForDevice(
  step: Step,
  accountId: number,
  device: RegisteredDevice,
): Promise<boolean> {
  const devices = await step.tx
    .selectFrom('device')
    .leftJoin('registration', 'registration.device_id', 'device.id')
    .leftJoin('web_push', 'web_push.device_id', 'device.id')
    .select([
      'device.id',
      'device.device_id',
      'device.app_key',
      'web_push.endpoint',
      'registration.expires_at',
      'registration.stream_open',
      'registration.stream_seen_at',
    ])
    .where('device.account_id', '=', accountId)
    .orderBy('device.last_seen_at')
    .execute();
  const isKnown =
    device.device_id !== null && devices.some(({ device_id }) => device_id === device.device_id);
  const surplus = isKnown ? 0 : devices.length + 1 - mostDevices;
  if (surplus <= 0) return true;
  const forgettable = devices
    .filter(
      ({ app_key, endpoint, expires_at, stream_open, stream_seen_at }) =>
        app_key === null &&
        endpoint === null &&
        (expires_at === null ||
          !isAlive({ expires_at, stream_open: stream_open ?? 0, stream_seen_at }, step.now)),
    )
    .slice(0, surplus);
  await endDevices(
    step,
    forgettable.map(({ id }) => id),
  );
  return forgettable.length === surplus;
}
