import { problemOf } from '@/lib/web/api';

/** Wrong codes after which a code is void (platform-api.md, section 6). */
export const triesOfCode = 5;

/** Why joining by a code did not work. */
export type JoinProblem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'wrong'; readonly left: number }
  | { readonly kind: 'void' | 'expired' | 'own' | 'forbidden' | 'slow' | 'network' }
  | { readonly kind: 'other'; readonly text: string };

/**
 * What a refusal to join means. `wrong`: how many codes were wrong in this dialog, this one included;
 * others may have been tried elsewhere, so what is left of a code is at most the rest.
 */
export function joinProblem(error: unknown, wrong: number): JoinProblem {
  const problem = problemOf(error);
  if (problem.kind === 'network') return { kind: 'network' };
  switch (problem.reason) {
    case 'not_found': {
      const left = triesOfCode - wrong;
      return left > 0 ? { kind: 'wrong', left } : { kind: 'void' };
    }
    case 'locked':
      return { kind: 'void' };
    case 'ended':
    case 'missed':
      return { kind: 'expired' };
    case 'bad_request':
    case 'replaced':
      return { kind: 'own' };
    case 'forbidden':
      return { kind: 'forbidden' };
    case 'too_many':
      return { kind: 'slow' };
    default:
      return { kind: 'other', text: problem.text };
  }
}
