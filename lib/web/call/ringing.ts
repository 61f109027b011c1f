import type { Incoming, IncomingCancelled, RingingResult } from '@/lib/platform/calling';
import type { Reason } from '@/lib/platform/reasons';
import { problemOf, type Api, type ApiProblem } from '../api';
import type { CallStores } from './lazy-calls';
import { postRejection, postRinging } from './new-session';
import { patiently } from './patiently';
import {
  reconciled,
  stoppedFrom,
  withIncoming,
  withoutInvitation,
  withoutOverdue,
  withSilenced,
  type RingingEntry,
} from './ringing-list';
import type { IntentOutcome, RingingCall, Ticket, TicketState } from './view';

/** What rings in this tab. */
export interface Ringing {
  readonly find: (invitation: string) => RingingEntry | undefined;
  /** What the page shows of it; the same array between changes. */
  readonly shown: () => readonly RingingCall[];
  readonly add: (incoming: Incoming) => void;
  readonly cancelled: (cancelled: IncomingCancelled) => void;
  /** The server says what rings now. */
  readonly reconcile: (present: readonly Incoming[]) => void;
  readonly remove: (invitation: string) => void;
  /** Without sound from now on: being answered. */
  readonly hush: (invitation: string) => void;
  readonly silence: (invitation: string) => void;
  /** The system rings for it on this very device: it is neither heard nor seen here (call-rules.md 9). */
  readonly leaveToSystem: (invitation: string) => void;
  readonly decline: (invitation: string, message?: string) => Promise<IntentOutcome>;
  /** The state of a hand-over link's invitation; its caller is shown that somebody is about to answer. */
  readonly openTicket: (ticket: Ticket) => Promise<TicketState>;
  readonly declineTicket: (ticket: Ticket) => Promise<IntentOutcome>;
  /** Another tab rings now, or nobody is signed in. */
  readonly clear: () => void;
}

/** How long the page shows why something stopped ringing, ms. */
const shownFor = 8_000;

/** Refusals that pass by themselves. */
const passing: ReadonlySet<Reason> = new Set(['unavailable', 'too_many']);

/** Makes the ringing of a tab over its stores. */
export function createRinging(parts: {
  readonly api: Api;
  readonly stores: CallStores;
  readonly onChange: () => void;
}): Ringing {
  const { api, stores, onChange } = parts;
  let list: readonly RingingEntry[] = [];
  let shown: readonly RingingCall[] = [];
  const ofSystem = new Set<string>();
  let sweep: ReturnType<typeof setInterval> | undefined;
  let forget: ReturnType<typeof setTimeout> | undefined;

  const show = (): void => {
    shown = list.flatMap(({ call }) => (ofSystem.has(call.invitation) ? [] : [call]));
  };
  const become = (next: readonly RingingEntry[]): void => {
    if (next === list) return;
    const began = next.filter((entry) => !list.some((one) => sameRing(one, entry)));
    list = next;
    show();
    clearInterval(sweep);
    if (list.length > 0) {
      sweep = setInterval(() => {
        const left = withoutOverdue(list, Date.now());
        if (left.length < list.length) become(left);
      }, 1_000);
    }
    for (const entry of began) void sayRinging(entry);
    onChange();
  };
  /** Until the server knows: the caller hears "ringing" only by this (call-rules.md 16). */
  const sayRinging = async ({ address, token, call: { invitation, expiresAt } }: RingingEntry) => {
    const ask = async (): Promise<ApiProblem | null> => {
      try {
        const { state } = await postRinging(api, address, token, { answering: false });
        if (state !== 'ringing') remove(invitation);
        return null;
      } catch (error) {
        return problemOf(error);
      }
    };
    const wanted = (): boolean => find(invitation) !== undefined;
    await patiently(ask, { time: expiresAt - Date.now(), wanted });
  };
  const find = (invitation: string): RingingEntry | undefined =>
    list.find(({ call }) => call.invitation === invitation);
  const remove = (invitation: string): void => become(withoutInvitation(list, invitation));
  const silence = (invitation: string): void => become(withSilenced(list, invitation));

  return {
    find,
    shown: () => shown,
    remove,
    silence,
    hush: silence,
    leaveToSystem(invitation) {
      ofSystem.add(invitation);
      show();
      onChange();
    },
    add(incoming) {
      become(withIncoming(list, incoming, Date.now()));
    },
    cancelled({ invitation, reason }) {
      const entry = find(invitation);
      if (!entry) return;
      remove(invitation);
      // The system has shown by itself how it ended.
      if (ofSystem.delete(invitation)) return;
      stores.stopped.set(stoppedFrom(entry, reason));
      clearTimeout(forget);
      forget = setTimeout(() => stores.stopped.set(null), shownFor);
    },
    reconcile(present) {
      become(reconciled(list, present, Date.now()));
    },
    async decline(invitation, message) {
      const entry = find(invitation);
      if (!entry) return { ok: true };
      remove(invitation);
      try {
        await postRejection(api, entry.address, entry.token, message);
        return { ok: true };
      } catch (error) {
        const problem = problemOf(error);
        // Nobody heard: it still rings on the other devices, and may be declined again.
        if (problem.kind === 'network') become([...list, entry]);
        return { ok: false, problem };
      }
    },
    async openTicket(link) {
      try {
        const said = { answering: true };
        return readTicketState(await postRinging(api, ticketAddress(link), link.ticket, said));
      } catch (error) {
        const problem = problemOf(error);
        // A server that has trouble says nothing of the call.
        return problem.kind === 'network' || passing.has(problem.reason)
          ? { state: 'unreachable' }
          : { state: 'over', reason: problem.reason };
      }
    },
    async declineTicket(link) {
      remove(link.invitation);
      try {
        await postRejection(api, ticketAddress(link), link.ticket, undefined);
        return { ok: true };
      } catch (error) {
        return { ok: false, problem: problemOf(error) };
      }
    },
    clear() {
      become([]);
    },
  };
}

function sameRing(one: RingingEntry, other: RingingEntry): boolean {
  return one.call.invitation === other.call.invitation;
}

/** The path wants an address; the ticket alone names the invitation (platform-api.md 3). */
export function ticketAddress({ address, invitation }: Ticket): string {
  return address ?? invitation;
}

function readTicketState({ state, reason, expires_at, callee }: RingingResult): TicketState {
  return state === 'ringing'
    ? { state: 'ringing', expiresAt: expires_at * 1000, ...(callee !== undefined && { callee }) }
    : { state: 'over', reason: reason ?? 'ended' };
}
