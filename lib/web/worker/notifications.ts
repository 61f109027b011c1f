import * as z from 'zod/mini';
import type { RingingResult } from '@/lib/platform/calling';
import type { Language } from '@/lib/platform/own';
import { webPushMessageSchema, type WebPushMessage } from '@/lib/platform/web-push';
import { looks, type NotificationData } from './notification-data';
import type { WorkerNotificationOptions } from './scope';
import { wordsOf } from './words';

/** A notification to show; one with the same tag takes its place. */
export interface Shown {
  readonly title: string;
  readonly options: Omit<WorkerNotificationOptions, 'data'> & { readonly data: NotificationData };
}

/** On and off, ms: as a phone that rings. */
const ringVibration = [800, 400, 800, 400, 800, 1200, 800, 400, 800];

/** The message in a push; null if it is none that this version understands. */
export function readPush(text: string | null): WebPushMessage | null {
  try {
    const parsed = z.safeParse(webPushMessageSchema, JSON.parse(text ?? ''));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Somebody calls. `seen`: a visible page shows this ring already, so that nothing more makes a sound. */
export function incomingNotification(
  { notification }: WebPushMessage,
  { seen, language }: { readonly seen: boolean; readonly language: Language },
): Shown {
  const words = wordsOf(language);
  const { data, silent } = notification;
  const quiet = seen || silent;
  return {
    title: notification.title,
    options: {
      ...optionsOf(notification),
      silent: quiet,
      renotify: !quiet,
      requireInteraction: true,
      actions: [
        { action: 'answer', title: words.answer },
        { action: 'decline', title: words.decline },
      ],
      data: {
        kind: 'incoming',
        invitation: data.invitation,
        navigate: notification.navigate,
        decline: { address: data.conference_alias, token: data.token },
      },
      ...(!quiet && { vibrate: ringVibration }),
    },
  };
}

/** What came over the call, or a test: shown as it says. */
export function plainNotification({ notification }: WebPushMessage): Shown {
  const { kind, invitation } = notification.data;
  return {
    title: notification.title,
    options: {
      ...optionsOf(notification),
      silent: notification.silent,
      data: { kind, invitation, navigate: notification.navigate, decline: null },
    },
  };
}

/** The ring was over before its push came: what it has become. */
export function lateNotification(
  { notification }: WebPushMessage,
  answer: Pick<RingingResult, 'state' | 'reason'> | null,
  language: Language,
): Shown {
  const { data } = notification;
  const elsewhere = elsewhereWords(answer, language);
  return {
    title: elsewhere ?? data.missed.title,
    options: {
      ...optionsOf(notification),
      body: elsewhere === null ? data.missed.body : notification.title,
      silent: true,
      // The ticket is spent: a tap leads to the history.
      data: { kind: 'over', invitation: data.invitation, navigate: '/', decline: null },
    },
  };
}

/** Where another device of the person ended the ring: nobody missed it. */
function elsewhereWords(
  answer: Pick<RingingResult, 'state' | 'reason'> | null,
  language: Language,
): string | null {
  const words = wordsOf(language);
  if (answer?.state === 'accepted' || answer?.reason === 'answered_elsewhere') {
    return words.answeredElsewhere;
  }
  return answer?.state === 'rejected' ? words.declinedElsewhere : null;
}

/** Whether a push tells of a call that nobody of the person's devices took. */
export function isMissed({ kind, reason }: WebPushMessage['notification']['data']): boolean {
  return kind === 'over' && reason !== 'answered_elsewhere' && reason !== 'rejected_elsewhere';
}

/** A push that cannot be read shows a notification all the same: three silent ones end a subscription. */
export function unknownNotification(language: Language): Shown {
  const words = wordsOf(language);
  return {
    title: words.somethingTitle,
    options: {
      ...looks,
      body: words.somethingBody,
      tag: 'unknown',
      data: { kind: 'unknown', invitation: null, navigate: '/', decline: null },
    },
  };
}

/** Declining did not get through: the same notification says so, and leads to the call. */
export function undeclinedNotification(
  title: string,
  data: NotificationData,
  language: Language,
): Shown {
  return {
    title,
    options: {
      ...looks,
      body: wordsOf(language).notDeclined,
      tag: data.invitation ?? 'unknown',
      silent: true,
      requireInteraction: true,
      data: { ...data, decline: null },
    },
  };
}

function optionsOf(
  notification: WebPushMessage['notification'],
): Pick<WorkerNotificationOptions, 'body' | 'tag' | 'lang' | 'dir' | 'icon' | 'badge'> {
  const { body, tag, lang, dir } = notification;
  return { ...looks, body, lang, dir, tag: tag === '' ? 'ringway' : tag };
}
