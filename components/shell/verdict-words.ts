import type { Readiness } from '@/lib/web/readiness';

/** The message of a verdict: what is open is a page in a browser, and the app on an iPhone. */
export function verdictWords(verdict: Readiness['verdict'], inApp: boolean) {
  return inApp && verdict === 'rings_while_open' ? 'rings_while_app_open' : verdict;
}
