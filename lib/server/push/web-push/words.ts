import type { Incoming } from '@/lib/platform/calling';
import type { Language } from '@/lib/platform/own';
import type { CancelReason } from '@/lib/platform/reasons';

/** What a notification says. */
export interface NotificationWords {
  readonly title: string;
  readonly body: string;
}

interface Words {
  /** What kind of call comes in, told below the caller's name. */
  readonly incoming: { readonly audio: string; readonly video: string; readonly meeting: string };
  /** Added where the person is in a call already. */
  readonly waiting: string;
  readonly test: NotificationWords;
  readonly missed: (name: string) => string;
  readonly answered: string;
  readonly rejected: string;
  /** What was missed, or where it went. */
  readonly call: { readonly audio: string; readonly video: string; readonly meeting: string };
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    incoming: {
      audio: 'Incoming call',
      video: 'Incoming video call',
      meeting: 'Invites you to a meeting',
    },
    waiting: 'You are in a call',
    test: { title: 'This device rings', body: 'The test got through. Tap to open the settings.' },
    missed: (name) => `Missed call from ${name}`,
    answered: 'Answered on another device',
    rejected: 'Declined on another device',
    call: { audio: 'Audio call', video: 'Video call', meeting: 'Invitation to a meeting' },
  },
  zh: {
    incoming: { audio: '来电', video: '视频来电', meeting: '邀请你参加会议' },
    waiting: '你正在通话中',
    test: { title: '此设备可以响铃', body: '测试已送达。轻点打开设置。' },
    missed: (name) => `${name} 的未接来电`,
    answered: '已在其他设备上接听',
    rejected: '已在其他设备上拒接',
    call: { audio: '语音通话', video: '视频通话', meeting: '会议邀请' },
  },
};

/** "Alice", "Incoming video call · Acme". */
export function ringWords(language: Language, call: Incoming): NotificationWords {
  const { incoming, waiting } = words[language];
  const parts = [incoming[kindOf(call)], call.remote_organisation ?? ''];
  if (call.waiting) parts.push(waiting);
  return { title: nameOf(call), body: join(parts) };
}

/** What a "ring me" test says. */
export function testWords(language: Language): NotificationWords {
  return words[language].test;
}

/**
 * What takes the place of a ring that is over: a caller who hung up was missed as well (call-rules.md,
 * What a browser does to a call).
 */
export function overWords(
  language: Language,
  call: Incoming,
  reason: CancelReason,
): NotificationWords {
  const { missed, answered, rejected, call: calls } = words[language];
  const name = nameOf(call);
  if (reason === 'answered_elsewhere') return { title: answered, body: name };
  if (reason === 'rejected_elsewhere') return { title: rejected, body: name };
  const parts = [calls[kindOf(call)], call.remote_organisation ?? ''];
  return { title: missed(name), body: join(parts) };
}

function kindOf({ service_type, call_type }: Incoming) {
  return service_type === 'conference' ? 'meeting' : call_type;
}

function nameOf(call: Incoming): string {
  return call.remote_display_name.trim() || call.remote_address;
}

function join(parts: readonly string[]): string {
  return parts.filter(Boolean).join(' · ');
}
