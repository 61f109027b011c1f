import { ringChannels, type RingChannel } from '@/lib/platform/events';
import type { Incoming } from '@/lib/platform/calling';
import type { Context } from '@/lib/server/context';
import type { Row } from '@/lib/server/store/schema';

/** Who calls in a ring test; nobody else is called that, since no account has this local part. */
const tester = 'ring-test';

/** The token of a ring test on one of its channels: what rings by it says by which way it was reached. */
export function testToken(context: Context, test: string, channel: RingChannel): string {
  return context.tokens.write('test', test, ringChannels.indexOf(channel));
}

/** What a device is sent in a ring test: a call like any other, from the server itself. */
export function testIncoming(
  context: Context,
  test: Row<'ring_test'>,
  channel: RingChannel,
): Incoming {
  const { domain, origin } = context.settings;
  const address = `${tester}@${domain}`;
  return {
    remote_alias: tester,
    owner: domain,
    remote_display_name: 'Ringway',
    conference_alias: address,
    token: testToken(context, test.id, channel),
    time: String(Math.floor(test.asked_at / 1_000)),
    service_type: 'gateway',
    bsskey: test.id,
    invitation: test.id,
    remote_address: address,
    call_type: 'audio',
    expires_at: Math.floor(test.expires_at / 1_000),
    origin,
    waiting: false,
  };
}
