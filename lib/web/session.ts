import * as z from 'zod/mini';
import { cloudSuccessSchema } from '@/lib/platform/envelope';
import { mySessionSchema, type MySession } from '@/lib/platform/own';
import { signInResultsSchema } from '@/lib/platform/sign-in';
import { api, ApiError, problemOf, readJson, readRetryAfter, type ApiProblem } from './api';
import { keptMark } from './offline/mark';
import { profileShelf } from './storage';
import { createStore, type Store } from './store';

/**
 * Who is signed in here. `ended`: a session was there and is no more. `recalled`: the server has not said so
 * yet; it is who was here before.
 */
export type SessionState =
  | { readonly status: 'unknown' }
  | { readonly status: 'signed-out'; readonly why: 'never' | 'ended' }
  | { readonly status: 'signed-in'; readonly me: MySession; readonly recalled: boolean }
  | { readonly status: 'unreachable' };

/** Why a sign-in did not happen. `retryAfter` in seconds, where the server said so. */
export type SignInProblem =
  | { readonly kind: 'wrong' }
  | { readonly kind: 'slowed'; readonly retryAfter?: number }
  | { readonly kind: 'busy'; readonly retryAfter?: number }
  | { readonly kind: 'network' }
  | { readonly kind: 'refused'; readonly text: string };

/** The outcome of a sign-in. */
export type SignInOutcome =
  | { readonly ok: true; readonly me: MySession }
  | { readonly ok: false; readonly problem: SignInProblem };

/** The outcome of redeeming a link. */
export type LinkOutcome =
  | { readonly ok: true; readonly me: MySession }
  | { readonly ok: false; readonly problem: ApiProblem };

const state = createStore<SessionState>({ status: 'unknown' });

/** The session of this browser profile, as far as the page knows it. */
export const session: Store<SessionState> = state;

/** How long (ms) the server may take to say who is signed in before the page shows who was. */
const patience = 2_500;

/** Asks the server who is signed in (`GET /api/my/session`); without it, it is who was here before. */
export async function loadSession(): Promise<SessionState> {
  const waiting = setTimeout(() => void recallWhoWasHere(), patience);
  try {
    return became({ status: 'signed-in', me: await readMySession(), recalled: false });
  } catch (error) {
    const problem = problemOf(error);
    const nobody = problem.kind === 'refused' && problem.status === 401;
    if (nobody) return noteSignedOut();
    await recallWhoWasHere();
    if (state.get().status === 'unknown') return became({ status: 'unreachable' });
    return state.get();
  } finally {
    clearTimeout(waiting);
  }
}

async function recallWhoWasHere(): Promise<void> {
  if (state.get().status !== 'unknown' || profileShelf.read(keptMark) === null) return;
  try {
    const { recallSession } = await import('./offline/recall');
    const me = await recallSession();
    if (me !== null && !isKnown()) became({ status: 'signed-in', me, recalled: true });
  } catch {
    // What reads it could not be loaded.
  }
}

function isKnown(): boolean {
  return state.get().status !== 'unknown';
}

/** Signs in with account and password (platform-api.md, section 1); the password is not kept. */
export async function signIn(credentials: {
  readonly account: string;
  readonly password: string;
}): Promise<SignInOutcome> {
  const problem = await verifyUser(credentials.account, credentials.password);
  if (problem !== null) return { ok: false, problem };
  try {
    return { ok: true, me: await enter() };
  } catch {
    return { ok: false, problem: { kind: 'network' } };
  }
}

/** Redeems an invitation link: sets the password and signs in (section 6). */
export async function redeemInvitation(link: {
  readonly secret: string;
  readonly password: string;
}): Promise<LinkOutcome> {
  return redeem('/api/invitation', link);
}

/** Redeems a demo link (section 6); it may be used again and again. */
export async function demoSession(secret: string): Promise<LinkOutcome> {
  return redeem('/api/demo/session', { secret });
}

/** Ends the session of this browser; true once the server has ended it. */
export async function signOut(): Promise<boolean> {
  try {
    await api.delete('/api/my/session', { schema: z.unknown() });
  } catch (error) {
    const problem = problemOf(error);
    if (problem.kind === 'network') return false;
  }
  state.set({ status: 'signed-out', why: 'never' });
  return true;
}

/** Says that the server no longer knows the session (a 401 on any of our verbs). */
export function noteSignedOut(): SessionState {
  const before = state.get();
  if (before.status === 'signed-out') return before;
  return became({ status: 'signed-out', why: before.status === 'signed-in' ? 'ended' : 'never' });
}

/** Takes over a changed name or language without asking again. */
export function noteMe(change: Partial<Pick<MySession, 'display_name' | 'language'>>): void {
  state.update((current) =>
    current.status === 'signed-in' ? { ...current, me: { ...current.me, ...change } } : current,
  );
}

function became(next: SessionState): SessionState {
  state.set(next);
  return next;
}

async function redeem(path: string, body: unknown): Promise<LinkOutcome> {
  try {
    await api.post(path, { body, schema: z.unknown() });
    return { ok: true, me: await enter() };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

async function enter(): Promise<MySession> {
  const me = await readMySession();
  state.set({ status: 'signed-in', me, recalled: false });
  return me;
}

async function readMySession(): Promise<MySession> {
  return api.get('/api/my/session', { schema: mySessionSchema });
}

const signInPath = '/api/v3/app/user/login/verify_user.shtml';
const signedInSchema = cloudSuccessSchema(signInResultsSchema);
const notSignedInSchema = z.object({ code: z.string(), results: z.string() });

async function verifyUser(account: string, password: string): Promise<SignInProblem | null> {
  let response: Response;
  try {
    response = await fetch(signInPath, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        account,
        pwd: password,
        host: location.host,
        plat_type: 'web',
        login_url: location.origin + signInPath,
      }),
      cache: 'no-store',
      signal: AbortSignal.timeout(30_000),
    });
  } catch {
    return { kind: 'network' };
  }
  const answer = await readJson(response);
  if (z.safeParse(signedInSchema, answer).success) return null;
  return readSignInProblem(answer, readRetryAfter(response));
}

/** The problem in a failed sign-in's envelope (section 1: the outcome is in `code`). */
export function readSignInProblem(answer: unknown, retryAfter?: number): SignInProblem {
  const failure = z.safeParse(notSignedInSchema, answer);
  if (!failure.success) return { kind: 'network' };
  const wait = retryAfter === undefined ? {} : { retryAfter };
  switch (failure.data.code) {
    case '401':
      return { kind: 'wrong' };
    case '423':
    case '429':
      return { kind: 'slowed', ...wait };
    case '503':
      return { kind: 'busy', ...wait };
    default:
      return { kind: 'refused', text: failure.data.results };
  }
}

/** Whether an error means that the session is over. */
export function isSessionOver(error: unknown): boolean {
  return (
    error instanceof ApiError && error.problem.kind === 'refused' && error.problem.status === 401
  );
}
