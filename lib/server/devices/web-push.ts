import type { PushSubscriptionBody } from '@/lib/platform/own';
import type { BrowserAuthority, RegistrationAuthority } from '@/lib/server/authority';
import { inStep } from '@/lib/server/calls/step';
import type { Context, Tx } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { isWebPushOn } from '@/lib/server/push/channels';
import { isAcceptableEndpoint } from '@/lib/server/push/web-push/endpoint';
import { inTransaction } from '@/lib/server/store/transaction';
import { takeEndpointFromOthers } from './taken-token';

type Subscriber = BrowserAuthority | RegistrationAuthority;

const noSuchDevice = refused(
  'not_found',
  'This browser is not registered as that device. Register it, then subscribe.',
);

/**
 * Keeps the web push subscription of a browser profile (platform-api.md 6): a channel of its device, bound
 * to the session that registered it, gone with it. One endpoint is of one device: the newest.
 */
export async function subscribe(
  context: Context,
  authority: Subscriber,
  device: string,
  { endpoint, keys, language }: PushSubscriptionBody,
): Promise<Outcome<null>> {
  if (!isWebPushOn(context.settings)) {
    return refused(
      'unavailable',
      'Web push is off on this server: it has no contact or no https origin.',
    );
  }
  if (!isAcceptableEndpoint(endpoint, context.settings.push.testHosts)) {
    return refused('bad_request', 'endpoint must be the https address of a public push service.');
  }
  return inStep(context, async (step) => {
    const { tx } = step;
    const part = await ownPart(tx, authority, device);
    if (part === undefined) return noSuchDevice;
    await takeEndpointFromOthers(step, part, endpoint);
    const subscription = {
      endpoint,
      p256dh: keys.p256dh.replace(/=+$/, ''),
      auth: keys.auth.replace(/=+$/, ''),
      language: language ?? part.language ?? 'en',
      renewed_at: step.now,
    };
    await tx
      .insertInto('web_push')
      .values({ device_id: part.id, ...subscription })
      .onConflict((conflict) => conflict.column('device_id').doUpdateSet(subscription))
      .execute();
    return done(null);
  });
}

/** Forgets the web push subscription of a browser profile; absent is as good as gone. */
export async function unsubscribe(
  context: Context,
  authority: Subscriber,
  device: string,
): Promise<Outcome<null>> {
  return inTransaction(context, async (tx) => {
    const part = await ownPart(tx, authority, device);
    if (part === undefined) return noSuchDevice;
    await tx.deleteFrom('web_push').where('device_id', '=', part.id).execute();
    return done(null);
  });
}

/** The part of a device that is the asking browser profile itself. */
function ownPart(tx: Tx, authority: Subscriber, device: string) {
  return tx
    .selectFrom('device')
    .innerJoin('account', 'account.id', 'device.account_id')
    .select(['device.id', 'device.account_id', 'account.language'])
    .where((is) => is.or([is('device.physical_id', '=', device), is('device.id', '=', device)]))
    .where('device.kind', '=', 'web')
    .where('device.account_id', '=', authority.account.id)
    .$if(authority.kind === 'registration', (query) =>
      query.where('device.id', '=', authority.kind === 'registration' ? authority.part : ''),
    )
    .$if(authority.kind === 'browser', (query) =>
      query.where('device.session_id', '=', authority.kind === 'browser' ? authority.session : ''),
    )
    .orderBy('device.last_seen_at', 'desc')
    .executeTakeFirst();
}
