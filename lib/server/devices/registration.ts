import {
  registrationDays,
  sessionExpiresSeconds,
  type RegistrationBody,
  type RegistrationResult,
} from '@/lib/platform/registration';
import { endDevices } from '@/lib/server/accounts/end-access';
import { authorityStands, proofEnded } from '@/lib/server/accounts/standing';
import type {
  BrowserAuthority,
  CredentialsAuthority,
  RegistrationAuthority,
} from '@/lib/server/authority';
import { joinRingingByPush } from '@/lib/server/calls/late-pushes';
import { lockAccounts } from '@/lib/server/calls/placing-facts';
import { inStep, type Step } from '@/lib/server/calls/step';
import type { Context, Tx } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { deviceName } from './device-name';
import { readRegisteredDevice, type RegisteredDevice } from './registered-device';
import { aliveAt, deadAt, sessionLifetime } from './registration-life';
import { makeRoomForDevice } from './room-for-devices';
import { joinSamePhone } from './same-phone';
import { takeTokenFromOthers } from './taken-token';

/** Who may register a device: the browser's session, or whoever has the password. */
export type RegisteringAuthority = BrowserAuthority | CredentialsAuthority;

/** How long (ms) a device with a `device_id` is rung without a new registration. */
const deviceLifetime = registrationDays * 86_400_000;

/**
 * Registers a device: it is rung when the account is called (platform-api.md, section 2). The same
 * `device_id` again is the same device: its session, its tokens and its event counter go on.
 */
export async function registerDevice(
  context: Context,
  authority: RegisteringAuthority,
  body: RegistrationBody & { readonly userAgent: string },
): Promise<Outcome<RegistrationResult>> {
  const meant = readRegisteredDevice(context.settings, body);
  if (!meant.ok) return meant;
  return inStep(context, async (step) => {
    const { tx } = step;
    const isPushed = meant.value.app_key !== null;
    // A call that is placed meanwhile either sees this phone or is seen to ring (call-rules.md 6).
    if (isPushed) await lockAccounts(step, [authority.account.id]);
    if (!(await authorityStands(context, tx, authority))) return proofEnded;
    const isRoom = await makeRoomForDevice(step, authority.account.id, meant.value);
    if (!isRoom) {
      return refused('too_many', 'Too many devices are registered. Remove one in the settings.');
    }
    const name = body.name?.trim() || undefined;
    const session_id = authority.kind === 'browser' ? authority.session : null;
    const registering = { ...meant.value, session_id };
    await takeTokenFromOthers(step, authority.account.id, meant.value);
    const device = await keepDevice(context, tx, authority.account.id, registering, {
      first: name ?? deviceName(meant.value.kind, body.userAgent),
      given: name,
    });
    const registration = await keepRegistration(context, tx, authority.account.id, device);
    if (isPushed) await ringByPushToo(step, device.id, registration.id);
    return done(resultOf(context, registration, device.physical_id));
  });
}

async function ringByPushToo(step: Step, device: string, registration: string): Promise<void> {
  const part = await step.tx
    .selectFrom('device')
    .selectAll()
    .where('id', '=', device)
    .executeTakeFirstOrThrow();
  await joinRingingByPush(step, { ...part, endpoint: null, registration });
}

interface KeptDevice {
  readonly id: string;
  readonly physical_id: string;
  readonly event_n: number;
}

async function keepDevice(
  context: Context,
  tx: Tx,
  accountId: number,
  device: RegisteredDevice & Pick<Row<'device'>, 'session_id'>,
  name: { readonly first: string; readonly given: string | undefined },
): Promise<KeptDevice> {
  const now = context.clock.now();
  const expires_at = device.device_id === null ? null : now + deviceLifetime;
  const id = context.random.id();
  const kept = await tx
    .insertInto('device')
    .values({
      ...device,
      id,
      physical_id: id,
      account_id: accountId,
      name: name.first,
      ring: 1,
      created_at: now,
      last_seen_at: now,
      token_at: now,
      push_gone_at: null,
      expires_at,
      event_n: 0,
    })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'device_id']).doUpdateSet({
        last_seen_at: now,
        token_at: now,
        push_gone_at: null,
        expires_at,
        session_id: device.session_id,
        // A page names itself after its browser each time: what its person called it stays.
        ...(name.given === undefined || device.kind === 'web' ? {} : { name: name.given }),
      }),
    )
    .returning(['id', 'physical_id', 'event_n'])
    .executeTakeFirstOrThrow();
  if (kept.id !== id) return kept;
  return {
    ...kept,
    physical_id: await joinSamePhone(tx, { ...device, id, account_id: accountId }),
  };
}

interface KeptRegistration {
  readonly id: string;
  readonly token_n: number;
}

async function keepRegistration(
  context: Context,
  tx: Tx,
  accountId: number,
  device: KeptDevice,
): Promise<KeptRegistration> {
  const now = context.clock.now();
  // A session that ran out stays out, and its tokens with it; only the count of events goes on.
  const dead = await tx
    .deleteFrom('registration')
    .where('device_id', '=', device.id)
    .where(deadAt(now))
    .returning('event_n')
    .executeTakeFirst();
  return tx
    .insertInto('registration')
    .values({
      id: context.random.id(),
      account_id: accountId,
      device_id: device.id,
      token_n: 1,
      expires_at: now + sessionLifetime,
      created_at: now,
      event_n: dead?.event_n ?? device.event_n,
      stream_seen_at: null,
      stream_open: 0,
    })
    .onConflict((conflict) =>
      conflict.column('device_id').doUpdateSet((is) => ({
        token_n: is('registration.token_n', '+', 1),
        expires_at: now + sessionLifetime,
      })),
    )
    .returning(['id', 'token_n'])
    .executeTakeFirstOrThrow();
}

function resultOf(
  context: Context,
  registration: KeptRegistration,
  device: string,
): RegistrationResult {
  return {
    token: context.tokens.write('registration', registration.id, registration.token_n),
    expires: String(sessionExpiresSeconds),
    device,
  };
}

/** Keeps a registration's session alive and answers a new token; the old ones stay good with it. */
export async function refreshRegistration(
  context: Context,
  authority: RegistrationAuthority,
): Promise<Outcome<RegistrationResult>> {
  const now = context.clock.now();
  const kept = await context.db
    .updateTable('registration')
    .set((is) => ({ token_n: is('token_n', '+', 1), expires_at: now + sessionLifetime }))
    .where('id', '=', authority.registration)
    .where(aliveAt(now))
    .returning(['id', 'token_n'])
    .executeTakeFirst();
  if (kept === undefined) {
    return refused('unauthorized', 'This registration ran out. Register again.');
  }
  return done(resultOf(context, kept, authority.device));
}

/** Unregisters: the device is not rung any more, and its stream closes. */
export async function endRegistration(
  context: Context,
  authority: RegistrationAuthority,
): Promise<void> {
  await inStep(context, (step) => endDevices(step, [authority.part]));
}

/** Unregisters by `device_id`, for whoever has the password or the session; absent is as good as gone. */
export async function endDeviceRegistration(
  context: Context,
  authority: RegisteringAuthority,
  body: RegistrationBody,
): Promise<Outcome<null>> {
  if (body.device_id === undefined) {
    return refused('bad_request', 'device_id is missing: which device is to be unregistered?');
  }
  // The type matters for what is new alone: what is registered is found by its id.
  const ids = [body.device_id, body.device_id.toLowerCase(), withSmallAppKey(body.device_id)];
  await inStep(context, async (step) => {
    const found = await step.tx
      .selectFrom('device')
      .select('id')
      .where('account_id', '=', authority.account.id)
      .where('device_id', 'in', ids)
      .execute();
    await endDevices(
      step,
      found.map(({ id }) => id),
    );
  });
  return done(null);
}

/** The app key is kept in lower case where it is a hash; what JPush calls a device stays as it is. */
function withSmallAppKey(deviceId: string): string {
  const separator = Math.max(0, deviceId.lastIndexOf('__'));
  return deviceId.slice(0, separator) + deviceId.slice(separator).toLowerCase();
}
