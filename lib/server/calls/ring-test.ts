import { ringChannels, type EventData, type RingChannel } from '@/lib/platform/events';
import type { RingingResult } from '@/lib/platform/calling';
import type { Context } from '@/lib/server/context';
import { physicalIdOf } from '@/lib/server/devices/physical';
import { pushOrder } from '@/lib/server/devices/reach';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { newPush, queuePushes, type PushedPart } from '@/lib/server/push/queue';
import type { Row } from '@/lib/server/store/schema';
import { waitBeforeTest } from './ring-test-limit';
import { inStep, tellRegistration, writeLater, type Step } from './step';

/** How long (ms) a ring test waits for its device: what a push needs on a bad day, and no more patience. */
const testLifetime = 20_000;

/** How long (ms) a device goes on ringing once it has said that it rings. */
const ringTime = 4_000;

type TestRing = EventData<'test_ring'>;
type Told = Pick<TestRing, 'step' | 'channel' | 'reason'>;

/** A device that rings as a test, proved by the token that it was sent. */
export interface TestAuthority {
  readonly kind: 'test';
  readonly test: string;
  readonly channel: RingChannel;
}

/**
 * Rings one device alone, for real and by every channel that it has (platform-api.md 6, `…/ring`), as often as
 * its limit lets it. Pages of the account hear the steps as `test_ring` events; a page rings when it hears
 * `sent` by `stream` for itself.
 */
export function ringDevice(
  context: Context,
  account: { readonly id: number },
  id: string,
): Promise<Outcome<{ readonly test: string }>> {
  return inStep(context, async (step) => {
    const device = await physicalIdOf(step.tx, account.id, id);
    if (device === undefined) return refused('not_found', 'There is no such device.');
    const wait = await waitBeforeTest(step, account.id, device);
    if (wait > 0) return tooOften(wait);
    const parts = await step.tx
      .selectFrom('device')
      .leftJoin('web_push', 'web_push.device_id', 'device.id')
      .leftJoin('registration', 'registration.device_id', 'device.id')
      .selectAll('device')
      .select(['web_push.endpoint', 'registration.stream_open'])
      .where('device.physical_id', '=', device)
      .where('device.account_id', '=', account.id)
      .execute();
    const test = newTest(step, account.id, device);
    writeLater(step, step.tx.insertInto('ring_test').values(test));
    const pushed = pushOrder(context.settings, parts, step.now);
    queuePushes(
      step,
      pushed.map((part) => testPush(step, test, part)),
    );
    const streams = parts.some(({ stream_open }) => stream_open === 1);
    const steps: Told[] = [
      { step: 'asked' },
      ...(streams ? [{ step: 'sent', channel: 'stream' } as const] : []),
      ...(streams || pushed.length > 0 ? [] : [{ step: 'failed' } as const]),
    ];
    for (const told of steps) await tellPages(step, test, told, step.now);
    step.after.run(() => endLater(context, test));
    return done({ test: test.id });
  });
}

function tooOften(wait: number): Outcome<never> {
  const seconds = Math.ceil(wait / 1_000);
  const text = `It was rung often enough for now. Wait ${seconds} seconds, then ring it again.`;
  return refused('too_many', text, seconds);
}

function newTest({ context, now }: Step, account: number, device: string): Row<'ring_test'> {
  return {
    id: context.random.id(),
    account_id: account,
    physical_id: device,
    asked_at: now,
    expires_at: now + testLifetime,
    heard_at: null,
    over_at: null,
  };
}

function testPush(step: Step, test: Row<'ring_test'>, part: PushedPart): Row<'push'> {
  return newPush(step, part, {
    purpose: 'test',
    ring: test.id,
    invitation: null,
    notBefore: step.now,
    expiresAt: test.expires_at,
  });
}

function endLater(context: Context, { id, expires_at }: Row<'ring_test'>): void {
  context.clock.at(expires_at, () => {
    endTest(context, id).catch((error: unknown) => {
      context.log.error({ err: error }, 'a ring test could not be ended');
    });
  });
}

/** The ring test whose token this is; undefined for every other token. */
export function testAuthority(context: Context, token: string): TestAuthority | undefined {
  const content = context.tokens.read(token);
  const channel = ringChannels[content?.n ?? -1];
  if (content?.kind !== 'test' || channel === undefined) return undefined;
  return { kind: 'test', test: content.id, channel };
}

/** A device rings as a test; the answer is that of a call, so that whatever rings can ask in one way. */
export function ringingTest(
  context: Context,
  { test: id, channel }: TestAuthority,
): Promise<Outcome<RingingResult>> {
  return inStep(context, async (step) => {
    const test = await readTest(step, id);
    if (test === undefined) return refused('unauthorized', 'Invalid token');
    const isRinging =
      test.over_at === null &&
      step.now < test.expires_at &&
      (test.heard_at === null || step.now < test.heard_at + ringTime);
    if (isRinging) {
      const isFirst = test.heard_at === null;
      if (isFirst) await changeTest(step, id, { heard_at: step.now });
      if (channel !== 'stream') step.after.run(() => context.push.rang(id, channel));
      await tellPages(step, test, { step: 'rang', channel }, step.now);
    }
    const over = isRinging ? {} : ({ reason: 'cancelled' } as const);
    return done({
      invitation: id,
      state: isRinging ? 'ringing' : 'cancelled',
      ...over,
      expires_at: Math.floor(test.expires_at / 1_000),
    });
  });
}

/** A ring test is over: the device's person had enough of it, or its time is up. */
export function endTest(context: Context, id: string): Promise<Outcome<null>> {
  return inStep(context, async (step) => {
    const test = await readTest(step, id);
    if (test === undefined || test.over_at !== null) return done(null);
    await changeTest(step, id, { over_at: step.now });
    await tellPages(step, test, { step: 'over' }, step.now);
    return done(null);
  });
}

/** Tells the account's pages of a step of a ring test; `at` in ms since 1970. */
export function tellTest(
  context: Context,
  id: string,
  { at, ...told }: Told & { readonly at: number },
): Promise<void> {
  return inStep(context, async (step) => {
    const test = await readTest(step, id);
    if (test !== undefined && test.over_at === null) await tellPages(step, test, told, at);
  });
}

function readTest(step: Step, id: string): Promise<Row<'ring_test'> | undefined> {
  return step.tx.selectFrom('ring_test').selectAll().where('id', '=', id).executeTakeFirst();
}

async function changeTest(
  step: Step,
  id: string,
  change: Partial<Row<'ring_test'>>,
): Promise<void> {
  await step.tx.updateTable('ring_test').set(change).where('id', '=', id).execute();
}

async function tellPages(
  step: Step,
  test: Row<'ring_test'>,
  told: Told,
  at: number,
): Promise<void> {
  const pages = await step.tx
    .selectFrom('registration')
    .innerJoin('device', 'device.id', 'registration.device_id')
    .select('registration.id')
    .where('registration.account_id', '=', test.account_id)
    .where('device.kind', '=', 'web')
    .execute();
  const data = { device: test.physical_id, test: test.id, ...told, at: at - test.asked_at };
  for (const { id } of pages) tellRegistration(step, id, { name: 'test_ring', data });
}
