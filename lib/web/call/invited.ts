import type { InvitationUpdate } from '@/lib/platform/calling';
import type { Dialled } from './participant-session';
import type { InvitedView } from './view';

/** Whom I am ringing into a call that goes on. */
export interface Invited {
  readonly list: () => readonly InvitedView[];
  /** `dial` was accepted. */
  readonly dialled: (destination: string, dialled: Dialled) => void;
  readonly update: (update: InvitationUpdate) => void;
  readonly stop: () => void;
}

/** How long a final state is shown, ms. */
const shownFor = 6_000;

/** Keeps the list; somebody who came in leaves it at once, since the room shows them. */
export function createInvited(onChange: () => void): Invited {
  let list: readonly InvitedView[] = [];
  const timers = new Set<ReturnType<typeof setTimeout>>();
  // News of an invitation may come before the answer that names it.
  const early = new Map<string, InvitationUpdate>();

  const set = (next: readonly InvitedView[]): void => {
    list = next;
    onChange();
  };
  const remove = (invitation: string): void => {
    set(list.filter((one) => one.invitation !== invitation));
  };
  const update = (news: InvitationUpdate): void => {
    const known = list.find(({ invitation }) => invitation === news.invitation);
    if (!known) {
      early.set(news.invitation, news);
      return;
    }
    if (news.state === 'accepted') {
      remove(news.invitation);
      return;
    }
    set(list.map((one) => (one === known ? afterNews(one, news) : one)));
    if (news.state === 'ringing') return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      remove(news.invitation);
    }, shownFor);
    timers.add(timer);
  };
  return {
    list: () => list,
    dialled(destination, { invitation }) {
      if (invitation === undefined) return;
      if (list.some((one) => one.invitation === invitation)) return;
      set([
        ...list,
        { invitation, displayName: destination, address: destination, state: 'calling' },
      ]);
      const news = early.get(invitation);
      if (news) update(news);
    },
    update,
    stop() {
      for (const timer of timers) clearTimeout(timer);
      list = [];
    },
  };
}

function afterNews(one: InvitedView, news: InvitationUpdate): InvitedView {
  const name = news.display_name === undefined ? {} : { displayName: news.display_name };
  if (news.state !== 'ringing') {
    return { ...one, ...name, state: 'final', ...(news.reason && { reason: news.reason }) };
  }
  const state = news.answering ? 'answering' : news.heard ? 'ringing' : 'calling';
  return { ...one, ...name, state };
}
