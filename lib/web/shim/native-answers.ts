import type { FromShim } from '@/lib/platform/shim-bridge';
import type { CallClient, NativeAnswer, Ticket } from '../call/view';
import type { SessionState } from '../session';
import type { Store } from '../store';
import type { ShimMessage } from './presence';

/** The message that a person answered in the system's own screen. */
export type Answered = Extract<FromShim, { readonly kind: 'answered' }>;

/**
 * How far a native answer is. `joining`: nothing is asked; `unreachable`: so far the server does not answer, it is
 * tried on; `asked`: only a tap joins, or it is over.
 */
export type NativeStep = 'joining' | 'unreachable' | 'asked';

/** Where the page leads a person whose call comes from outside it. */
export interface ShimLead {
  /** Whether the page that is open goes on beneath a call: neither a sign-in nor the page of another call. */
  readonly showsCalls: () => boolean;
  /** Shows the page of a call, which says how far its answer is. */
  readonly toCall: (answer: NativeAnswer, step: NativeStep) => void;
  /** The call is there: its page has nothing to ask any more. */
  readonly joined: (invitation: string) => void;
  /** Shows the page from which calls are placed, or the sign-in before it. */
  readonly toHome: () => void;
}

/** What an answer from outside needs of its page. */
export interface NativeAnswerParts {
  readonly calls: Pick<CallClient, 'openTicket' | 'answerTicket'>;
  readonly session: Store<SessionState>;
  readonly lead: ShimLead;
  readonly tell: (message: ShimMessage) => void;
  /** Whether the page returns to this call by itself: it was loaded anew in it. */
  readonly returnsTo: (ticket: string) => boolean;
  readonly now: () => number;
}

/** How long a page tries to join while nobody answers, ms: nothing rings longer (call-rules.md 7). */
const tryingTime = 60_000;

/** Between two tries, ms. */
const pause = 1_000;

/**
 * Joins without a tap what the person answered natively, unless another account is signed in here: then the
 * page says so first (call-rules.md, Consent). An answer is taken once, however often it is told.
 */
export function createNativeAnswers(parts: NativeAnswerParts): (answered: Answered) => void {
  const { calls, session, lead, tell, now } = parts;
  const known = new Map<string, 'joining' | 'taken'>();
  const taken = (invitation: string): void => {
    known.set(invitation, 'taken');
    tell({ kind: 'answer_taken', invitation });
  };
  const join = async (answered: Answered): Promise<void> => {
    const { invitation, ticket, call_type: callType } = answered;
    const answer = nativeAnswer(answered);
    if (parts.returnsTo(ticket)) return;
    if (!lead.showsCalls()) lead.toCall(answer, 'joining');
    const until = now() + tryingTime;
    // Whether an answer was sent whose own answer got lost: the server may have heard it.
    let mayBeIn = false;
    let isSaid = false;
    while (now() < until) {
      const link = await calls.openTicket(answer.ticket);
      if (link.state === 'over' && !mayBeIn) break;
      const callee = link.state === 'ringing' ? link.callee : undefined;
      if (link.state !== 'unreachable') {
        const address = await addressHere(session, until - now());
        // Whether somebody else is signed in here must be known: only a tap joins.
        if (address === undefined) break;
        if (callee !== undefined && address !== null && address !== callee) break;
        const { from } = answer;
        const video = callType === 'video';
        const outcome = await calls.answerTicket(invitation, ticket, answered.address, {
          video,
          from,
        });
        if (outcome.ok) {
          lead.joined(invitation);
          return;
        }
        if (outcome.problem.kind !== 'network') break;
        mayBeIn = true;
      } else if (!isSaid) {
        isSaid = true;
        lead.toCall(answer, 'unreachable');
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    lead.toCall(answer, 'asked');
  };
  return (answered) => {
    const { invitation } = answered;
    const before = known.get(invitation);
    if (before === 'taken') taken(invitation);
    if (before !== undefined) return;
    known.set(invitation, 'joining');
    void join(answered).then(
      () => taken(invitation),
      () => known.delete(invitation),
    );
  };
}

function nativeAnswer(answered: Answered): NativeAnswer {
  const { invitation, ticket, address, from, call_type: callType } = answered;
  const link: Ticket = { invitation, ticket, address };
  return {
    ticket: link,
    from: { address: from.address, displayName: from.display_name },
    callType,
  };
}

/** The address that is signed in here, once that is known; null: nobody is; undefined: not known in time. */
function addressHere(
  session: Store<SessionState>,
  patience: number,
): Promise<string | null | undefined> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const state = session.get();
      if (state.status === 'unknown' || state.status === 'unreachable') return false;
      resolve(state.status === 'signed-in' ? state.me.address : null);
      return true;
    };
    if (look()) return;
    const giveUp = setTimeout(() => {
      unsubscribe();
      resolve(undefined);
    }, patience);
    const unsubscribe = session.subscribe(() => {
      if (!look()) return;
      unsubscribe();
      clearTimeout(giveUp);
    });
  });
}
