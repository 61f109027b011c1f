import type { Finding } from '@/lib/platform/checks';

/** What is checked. */
export type CheckId =
  | 'certificate'
  | 'origin'
  | 'address'
  | 'websocket'
  | 'events'
  | 'turn'
  | 'clock'
  | 'disk'
  | 'database'
  | 'backup';

/** The result of one check. */
export interface Check {
  readonly id: CheckId;
  readonly state: 'ok' | 'warn' | 'fail';
  /** What was measured, for people: figures, hosts, paths. */
  readonly detail: string;
  /** What is wrong; none where nothing is. */
  readonly finding?: Finding;
}

/** Nothing is wrong. */
export function ok(id: CheckId, detail: string): Check {
  return { id, state: 'ok', detail };
}

/** Something needs a look, and works as yet. */
export function warn(id: CheckId, finding: Finding, detail: string): Check {
  return { id, state: 'warn', finding, detail };
}

/** Something is broken, or about to be. */
export function fail(id: CheckId, finding: Finding, detail: string): Check {
  return { id, state: 'fail', finding, detail };
}

/** The message of whatever was thrown. */
export function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A connection that was tried on several addresses says nothing itself (AggregateError).
  return error.message || ('code' in error ? String(error.code) : error.name);
}
