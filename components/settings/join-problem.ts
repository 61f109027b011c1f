import { problemOf } from '@/lib/web/api';

/** Wrong codes after which a code is void (platform-api.md, section 6). */
const triesOfCode = 5;

/** Why joining by a code did not work. */
export type JoinProblem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'wrong'; readonly left: number }
  | { readonly kind: 'void' | 'expired' | 'own' | 'unregistered' | 'slow' | 'network' }
  | { readonly kind: 'other'; readonly text: string };

/**
 * What a refusal to join means. `wrong`: how many codes were wrong in this dialog before; others may have
 * been tried elsewhere, so what is left of a code is at most the rest.
 */
export function joinProblem(error: unknown, wrong: number): JoinProblem {
  const problem = problemOf(error);
  if (problem.kind === 'network') return { kind: 'network' };
  switch (problem.reason) {
    case 'forbidden':
      return { kind: 'wrong', left: Math.max(1, triesOfCode - 1 - wrong) };
    case 'ended':
      return { kind: wrong === triesOfCode - 1 ? 'void' : 'expired' };
    case 'bad_request':
      return { kind: 'own' };
    case 'not_found':
      return { kind: 'unregistered' };
    case 'too_many':
      return { kind: 'slow' };
    default:
      return { kind: 'other', text: problem.text };
  }
}
