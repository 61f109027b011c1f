import type { CallView, Ending } from '@/lib/web/call/view';

/** How a call ended, one for each wording and next step on the screen (messages `call.ended.reason`). */
export type EndingKind =
  | 'ended'
  | 'left'
  | 'hungUp'
  | 'cancelled'
  | 'declined'
  | 'busy'
  | 'noAnswer'
  | 'unreachable'
  | 'notPermitted'
  | 'noSuchAddress'
  | 'answeredElsewhere'
  | 'rejectedElsewhere'
  | 'callerGone'
  | 'tooLate'
  | 'connectionLost'
  | 'peerLost'
  | 'silent'
  | 'hostEnded'
  | 'endedForAll'
  | 'notAdmitted'
  | 'removed'
  | 'replaced'
  | 'moved'
  | 'accountClosed'
  | 'cannotEncrypt'
  | 'locked'
  | 'full'
  | 'pin'
  | 'tooMany'
  | 'unavailable'
  | 'signedOut'
  | 'failed';

/** The kind of an ending: its cause where there is one, else its reason (call-rules.md, The model). */
export function endingKind(
  ending: Ending,
  direction: CallView['direction'],
  kind: CallView['kind'],
): EndingKind {
  return (
    (ending.cause && kindOfCause(ending, kind)) ??
    kindOfReason(ending, direction, kind === 'conference')
  );
}

function kindOfCause(
  { cause, by, durationMs }: Ending,
  kind: CallView['kind'],
): EndingKind | undefined {
  switch (cause) {
    case 'connection_lost':
      return by === 'peer' ? 'peerLost' : 'connectionLost';
    case 'silent':
      return 'silent';
    case 'host_ended':
      return by === 'me' ? 'endedForAll' : 'hostEnded';
    case 'removed':
      // Who never came in was declined before the door.
      return durationMs === null ? 'notAdmitted' : 'removed';
    case 'replaced':
      return 'replaced';
    case 'moved':
      return 'moved';
    case 'account_closed':
      return 'accountClosed';
    case 'cannot_encrypt':
      return 'cannotEncrypt';
    case 'failed':
      return 'failed';
    case 'hung_up':
      if (kind === 'conference') return by === 'me' ? 'left' : undefined;
      return by === 'peer' ? 'hungUp' : undefined;
    default:
      return undefined;
  }
}

function kindOfReason(
  { reason, by, durationMs }: Ending,
  direction: CallView['direction'],
  isMeeting: boolean,
): EndingKind {
  switch (reason) {
    case 'ended':
      return by === 'peer' && durationMs !== null && !isMeeting ? 'hungUp' : 'ended';
    case 'cancelled':
      return direction === 'incoming' ? 'callerGone' : 'cancelled';
    case 'rejected':
      return 'declined';
    case 'busy':
      return 'busy';
    case 'missed':
      return direction === 'incoming' ? 'tooLate' : 'noAnswer';
    case 'unreachable':
      return 'unreachable';
    case 'forbidden':
      return 'notPermitted';
    case 'not_found':
      return 'noSuchAddress';
    case 'answered_elsewhere':
      return 'answeredElsewhere';
    case 'rejected_elsewhere':
      return 'rejectedElsewhere';
    case 'replaced':
      return 'replaced';
    case 'locked':
      return 'locked';
    case 'full':
      return 'full';
    case 'pin_required':
      return 'pin';
    case 'too_many':
      return 'tooMany';
    case 'unavailable':
      return 'unavailable';
    case 'unauthorized':
      return 'signedOut';
    case 'bad_request':
    case 'too_large':
    case 'failed':
      return 'failed';
  }
}

const poor: ReadonlySet<EndingKind> = new Set(['connectionLost', 'peerLost', 'silent', 'failed']);

/** Whether anything was measured of the call: it connected, or it should have. */
export function hasQuality(kind: EndingKind, { durationMs }: Ending): boolean {
  return durationMs !== null || poor.has(kind);
}

const final: ReadonlySet<EndingKind> = new Set([
  'notPermitted',
  'noSuchAddress',
  'answeredElsewhere',
  'rejectedElsewhere',
  'removed',
  'replaced',
  'moved',
  'accountClosed',
  'cannotEncrypt',
  'pin',
  'signedOut',
]);

/** Whether calling again can lead anywhere. */
export function canCallAgain(kind: EndingKind): boolean {
  return !final.has(kind);
}
