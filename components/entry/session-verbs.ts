import type { LinkOutcome, SignInOutcome } from '@/lib/web/session';

// What talks to the server weighs more than the forms before it: it is loaded when a person begins
// to fill one in, so that the page stands at once.
const load = () => import('@/lib/web/session');

type Verbs = Awaited<ReturnType<typeof load>>;

/** Loads what the verbs below need, ahead of them. */
export function prepareSession(): void {
  void load().catch(() => undefined);
}

/** See lib/web/session. */
export function signIn(credentials: Parameters<Verbs['signIn']>[0]): Promise<SignInOutcome> {
  return through((verbs) => verbs.signIn(credentials));
}

/** See lib/web/session. */
export function redeemInvitation(
  link: Parameters<Verbs['redeemInvitation']>[0],
): Promise<LinkOutcome> {
  return through((verbs) => verbs.redeemInvitation(link));
}

/** See lib/web/session. */
export function demoSession(secret: string): Promise<LinkOutcome> {
  return through((verbs) => verbs.demoSession(secret));
}

async function through<Outcome>(act: (verbs: Verbs) => Promise<Outcome>) {
  try {
    return await act(await load());
  } catch {
    // The code itself did not arrive: to the person that is the network.
    return { ok: false, problem: { kind: 'network' } } as const;
  }
}
