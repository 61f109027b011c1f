import type { RingingResult } from '@/lib/platform/calling';
import type { Language } from '@/lib/platform/own';
import type { WebPushMessage } from '@/lib/platform/web-push';
import {
  incomingNotification,
  lateNotification,
  plainNotification,
  readPush,
  unknownNotification,
  type Shown,
} from './notifications';

/** What the server says of a ring: it still rings, it is over, or nobody answered in time. */
export type RingState =
  | { readonly state: 'ringing' }
  | { readonly state: 'over'; readonly result: Pick<RingingResult, 'state' | 'reason'> | null }
  | { readonly state: 'unanswered' };

/** What showing a push needs of its surroundings. */
export interface PushParts {
  readonly show: (shown: Shown) => Promise<void>;
  /** Tells the server that this device rings, and what it answers. */
  readonly sayRinging: (address: string, token: string) => Promise<RingState>;
  /** Whether a visible page of ours shows that invitation. */
  readonly isSeen: (invitation: string) => Promise<boolean>;
  /** Whether what is shown of that invitation says that it is over already. */
  readonly isOver: (invitation: string) => Promise<boolean>;
  /** The sign on the app's icon. */
  readonly countMissed: (message: WebPushMessage) => Promise<void>;
  readonly language: () => Promise<Language>;
  /** Now, ms since 1970. */
  readonly now: () => number;
}

/** Shows a push, whatever it is: each push shows a notification (call-rules.md, What a browser does). */
export async function showPush(text: string | null, parts: PushParts): Promise<void> {
  const message = readPush(text);
  if (message === null) {
    await parts.show(unknownNotification(await parts.language()));
    return;
  }
  await parts.show(await notificationFor(message, parts).catch(() => plainNotification(message)));
  await parts.countMissed(message).catch(() => undefined);
}

async function notificationFor(message: WebPushMessage, parts: PushParts): Promise<Shown> {
  const {
    kind,
    conference_alias: address,
    token,
    expires_at,
    invitation,
  } = message.notification.data;
  const { lang: language } = message.notification;
  switch (kind) {
    case 'over':
      return plainNotification(message);
    case 'test':
      await parts.sayRinging(address, token);
      return plainNotification(message);
    case 'incoming': {
      const [ring, seen] = await Promise.all([
        parts.sayRinging(address, token),
        parts.isSeen(invitation),
      ]);
      if (ring.state === 'over') return lateNotification(message, ring.result, language);
      // The push that took it back was faster: nothing rings again after it.
      if (await parts.isOver(invitation)) return lateNotification(message, null, language);
      const late = ring.state === 'unanswered' && expires_at * 1000 <= parts.now();
      return late
        ? lateNotification(message, null, language)
        : incomingNotification(message, { seen, language });
    }
  }
}

/** The text of a push that the browser read itself (declarative web push): as the server wrote it. */
export function textOfDeclared(declared: {
  readonly title: string;
  readonly body: string;
  readonly lang: string;
  readonly tag: string;
  readonly silent: boolean | null;
  readonly data: unknown;
  readonly navigate?: string;
}): string {
  const { title, body, lang, tag, silent, data, navigate } = declared;
  return JSON.stringify({
    web_push: 8030,
    notification: { title, body, navigate, lang, dir: 'auto', tag, silent: silent ?? false, data },
    mutable: true,
  });
}
