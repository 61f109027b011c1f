import type { WebPushMessage } from '@/lib/platform/web-push';

/** A push that says that Bob calls, changed where a test wants it. */
export function pushOf(
  change: Partial<WebPushMessage['notification']['data']> = {},
  notification: Partial<WebPushMessage['notification']> = {},
): WebPushMessage {
  return {
    web_push: 8030,
    notification: {
      title: 'Bob',
      body: 'Incoming video call',
      navigate: 'https://calls.example.com/call#invitation=i-1&ticket=t-1&action=answer',
      lang: 'en',
      dir: 'auto',
      tag: 'i-1',
      silent: false,
      data: {
        kind: 'incoming',
        invitation: 'i-1',
        conference_alias: 'bob@example.com',
        token: 't-1',
        call_type: 'video',
        remote_address: 'bob@example.com',
        remote_display_name: 'Bob',
        expires_at: 2_000,
        missed: { title: 'Missed call from Bob', body: 'Video call' },
        ...change,
      },
      ...notification,
    },
    mutable: true,
  };
}
