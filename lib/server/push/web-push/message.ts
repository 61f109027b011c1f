import { createHash } from 'node:crypto';
import type { Incoming } from '@/lib/platform/calling';
import type { Language } from '@/lib/platform/own';
import type { WebPushMessage } from '@/lib/platform/web-push';
import { fitCall } from '../fit';
import type { PushMessage } from '../push';
import { overWords, ringWords, testWords, type NotificationWords } from './words';

/** An encrypted payload, in bytes: push services must take 4,096 (RFC 8030, 7.2), Apple's no more. */
const encryptedLimit = 4_000;
/**
 * What `aes128gcm` adds to one record: salt, record size, key length and key (RFC 8188, 2.1), the delimiter
 * (2) and the tag.
 */
const encryptionOverhead = 16 + 4 + 1 + 65 + 1 + 16;

/** A missed call is worth telling for a day, in ms. */
const missedLasts = 86_400_000;
/** Where it was answered, for as long as somebody may still look at the ring, in ms. */
const elsewhereLasts = 120_000;

/**
 * The payload of a web push: declarative (W3C Push API, Declarative Push Messages), `mutable` so that a
 * worker that is there may look after the call first; without one, or if it fails, it shows as it stands.
 *
 * @throws RangeError when it does not fit with the shortest names
 */
export function payloadOf(message: PushMessage, language: Language, origin: string): string {
  return fitCall(
    message.incoming,
    (incoming) => JSON.stringify(declare({ ...message, incoming }, language, origin)),
    encryptedLimit - encryptionOverhead,
  );
}

/** How long a push service keeps a push (RFC 8030, `TTL`), in seconds: a ring until its deadline. */
export function timeToLive(message: PushMessage, millisecondsLeft: number): number {
  if (message.purpose !== 'over') return Math.max(0, Math.floor(millisecondsLeft / 1_000));
  return overLasts(message.reason) / 1_000;
}

/** For how long it is worth telling that a ring is over, in ms. */
export function overLasts(reason: Extract<PushMessage, { purpose: 'over' }>['reason']): number {
  return isElsewhere(reason) ? elsewhereLasts : missedLasts;
}

/**
 * What replaces a push that was not delivered yet (RFC 8030, `Topic`): all about one invitation. At most
 * 32 characters of base64url, so a UUID goes without its dashes.
 */
export function topicOf(invitation: string): string {
  const bare = invitation.replaceAll('-', '');
  if (/^[\w-]{1,32}$/.test(bare)) return bare;
  return createHash('sha256').update(invitation).digest('base64url').slice(0, 32);
}

function declare(message: PushMessage, language: Language, origin: string): WebPushMessage {
  const { incoming } = message;
  return {
    web_push: 8030,
    notification: {
      ...wordsOf(message, language),
      navigate: `${origin}${placeOf(message)}`,
      lang: language,
      dir: 'auto',
      tag: incoming.invitation,
      silent: message.purpose === 'over' && isElsewhere(message.reason),
      data: {
        kind: message.purpose === 'ring' ? 'incoming' : message.purpose,
        invitation: incoming.invitation,
        conference_alias: incoming.conference_alias,
        token: incoming.token,
        call_type: incoming.call_type,
        remote_address: incoming.remote_address,
        remote_display_name: incoming.remote_display_name,
        expires_at: incoming.expires_at,
        ...(message.purpose === 'over' && { reason: message.reason }),
        missed: overWords(language, incoming, 'missed'),
      },
    },
    mutable: true,
  };
}

function wordsOf(message: PushMessage, language: Language): NotificationWords {
  if (message.purpose === 'over') return overWords(language, message.incoming, message.reason);
  return message.purpose === 'test' ? testWords(language) : ringWords(language, message.incoming);
}

/** The page that a tap opens: the call with its ticket (ios-shim.md, The hand-over link), or the list. */
function placeOf({ purpose, incoming }: PushMessage): string {
  if (purpose === 'test') return '/settings';
  return purpose === 'over' ? '/#recents' : callLink(incoming);
}

function callLink({ invitation, token, conference_alias }: Incoming): string {
  const fragment = new URLSearchParams({
    invitation,
    ticket: token,
    address: conference_alias,
    action: 'answer',
  });
  return `/call#${fragment.toString()}`;
}

function isElsewhere(reason: string): boolean {
  return reason === 'answered_elsewhere' || reason === 'rejected_elsewhere';
}
