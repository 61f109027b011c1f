import { useMemo } from 'react';
import { useTranslations } from 'use-intl';

import type { CallView, RingingCall } from '@/lib/web/call/view';

type Translate = ReturnType<typeof useTranslations<'call.meeting.guestName'>>;

/** How the server marks whoever has no account and gives a name of its own (platform-api.md 4, Who is calling). */
const marked = /^Guest(?: "(.*)")?$/s;

/** The mark of a guest in the language of the page; other names are as they are. */
export function guestWords(name: string, t: Translate): string {
  const match = marked.exec(name);
  if (match === null) return name;
  const [, said] = match;
  return said === undefined ? t('nameless') : t('named', { name: said });
}

/** Calls in which guests are called so in the language of the page. */
export function useGuestNames(calls: readonly CallView[]): readonly CallView[] {
  const t = useTranslations('call.meeting.guestName');
  return useMemo(() => calls.map((call) => named(call, t)), [calls, t]);
}

/** What rings, with guests called so in the language of the page. */
export function useGuestsWhoRing(ringing: readonly RingingCall[]): readonly RingingCall[] {
  const t = useTranslations('call.meeting.guestName');
  return useMemo(() => ringing.map((one) => ({ ...one, from: shown(one.from, t) })), [ringing, t]);
}

function named(call: CallView, t: Translate): CallView {
  return {
    ...call,
    peer: shown(call.peer, t),
    remotes: call.remotes.map((remote) => shown(remote, t)),
    messages: call.messages.map((one) => ({ ...one, from: guestWords(one.from, t) })),
    meeting: {
      ...call.meeting,
      waiting: call.meeting.waiting.map((one) => shown(one, t)),
    },
  };
}

/** Whoever has an address has an account: their name is nobody's but theirs. */
function shown<Somebody extends { readonly address: string; readonly displayName: string }>(
  somebody: Somebody,
  t: Translate,
): Somebody {
  if (somebody.address !== '') return somebody;
  return { ...somebody, displayName: guestWords(somebody.displayName, t) };
}
