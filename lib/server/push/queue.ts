import type { CancelReason } from '@/lib/platform/reasons';
import type { PushStep } from '@/lib/platform/pushes';
import { writeLater, type Step } from '@/lib/server/calls/step';
import type { Row } from '@/lib/server/store/schema';
import { pushProviderOf, type PushFacts } from './channels';

/** The part of a device that a push goes to. */
export type PushedPart = Pick<Row<'device'>, 'id' | 'physical_id' | 'account_id' | 'name'> &
  PushFacts;

/** What a push is of, and when it is worth sending (ms since 1970). */
interface Pushed {
  readonly purpose: Row<'push'>['purpose'];
  /** The ring, or the ring test. */
  readonly ring: string;
  readonly invitation: string | null;
  readonly overReason?: CancelReason;
  readonly notBefore: number;
  readonly expiresAt: number;
}

/**
 * Writes pushes into the queue, in the transaction of what they tell, and hands them over once that is
 * committed: a crash in between loses none.
 */
export function queuePushes(step: Step, pushes: readonly Row<'push'>[]): void {
  if (pushes.length === 0) return;
  writeLater(step, step.tx.insertInto('push').values(pushes));
  const due = pushes.map(({ id, not_before }) => ({ id, notBefore: not_before }));
  step.after.run(() => step.context.push.take(due));
}

/** The row of a push that waits. The part must have a push channel. */
export function newPush(
  { context, now }: Pick<Step, 'context' | 'now'>,
  part: PushedPart,
  pushed: Pushed,
): Row<'push'> {
  const provider = pushProviderOf(context.settings, part);
  if (provider === null) throw new Error('A push was asked for where there is no push channel.');
  const appKey = context.settings.appKeys.find(({ key }) => key === part.app_key);
  const begun: PushStep[] = [{ at: 0, step: 'queued' }];
  if (pushed.notBefore > now) begun.push({ at: 0, step: 'stream_first' });
  return {
    id: context.random.uuid(),
    purpose: pushed.purpose,
    provider,
    account_id: part.account_id,
    part_id: part.id,
    physical_id: part.physical_id,
    device_name: part.name,
    app_key: part.app_key,
    environment: appKey?.credentials?.environment ?? null,
    invitation_id: pushed.invitation,
    ring_id: pushed.ring,
    over_reason: pushed.overReason ?? null,
    state: 'waiting',
    status: null,
    reason: null,
    provider_id: null,
    attempts: 0,
    queued_at: now,
    not_before: pushed.notBefore,
    expires_at: pushed.expiresAt,
    sent_at: null,
    answered_at: null,
    steps: JSON.stringify(begun),
  };
}
