import type { Finding } from '@/lib/platform/checks';
import type { Fact } from '@/lib/platform/facts';
import { factWords } from './fact-words';

/** What is checked. */
export type CheckId =
  | 'certificate'
  | 'origin'
  | 'address'
  | 'websocket'
  | 'events'
  | 'turn'
  | 'livekit'
  | 'clock'
  | 'disk'
  | 'database'
  | 'backup';

/** The result of one check. */
export interface Check {
  readonly id: CheckId;
  readonly state: 'ok' | 'warn' | 'fail';
  /** What was measured, in the English of the command line: figures, hosts, paths. */
  readonly detail: string;
  /** The same for pages, which say it in their own language; none where `detail` is of no language. */
  readonly fact?: Fact;
  /** What is wrong; none where nothing is. */
  readonly finding?: Finding;
}

/** Nothing is wrong. */
export function ok(id: CheckId, measured: string | Fact): Check {
  return { id, state: 'ok', ...told(measured) };
}

/** Something needs a look, and works as yet. */
export function warn(id: CheckId, finding: Finding, measured: string | Fact): Check {
  return { id, state: 'warn', finding, ...told(measured) };
}

/** Something is broken, or about to be. */
export function fail(id: CheckId, finding: Finding, measured: string | Fact): Check {
  return { id, state: 'fail', finding, ...told(measured) };
}

/** What was measured, as words and, where it is a fact, as that. */
export function told(measured: string | Fact): { readonly detail: string; readonly fact?: Fact } {
  return typeof measured === 'string'
    ? { detail: measured }
    : { detail: factWords(measured), fact: measured };
}

/** The message of whatever was thrown. */
export function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A connection that was tried on several addresses says nothing itself (AggregateError).
  return error.message || ('code' in error ? String(error.code) : error.name);
}
