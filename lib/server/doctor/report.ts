import type { Check, CheckId } from './check';
import { remedies } from './remedies';

const titles: Readonly<Record<CheckId, string>> = {
  certificate: 'certificate',
  origin: 'public address',
  address: 'clients’ addresses',
  websocket: 'WebSocket',
  events: 'event stream',
  turn: 'relay (TURN)',
  livekit: 'LiveKit',
  clock: 'clock',
  disk: 'disk',
  database: 'database',
  backup: 'last backup',
};

/** One line a check, and below what is not well what to do. */
export function writeReport(checks: readonly Check[]): string {
  const width = Math.max(...Object.values(titles).map((title) => title.length));
  const lines = checks.flatMap(({ id, state, detail, finding }) => [
    `${state.padEnd(4)}  ${titles[id].padEnd(width)}  ${detail}`,
    ...(finding === undefined ? [] : [`      → ${remedies[finding]}`]),
  ]);
  return `${lines.join('\n')}\n`;
}

/** The same for programs: one line of JSON. */
export function writeJson(checks: readonly Check[]): string {
  const told = checks.map((check) => ({
    ...check,
    ...(check.finding === undefined ? {} : { remedy: remedies[check.finding] }),
  }));
  return `${JSON.stringify({ ok: !hasFailed(checks), checks: told })}\n`;
}

/** Whether something is broken. */
export function hasFailed(checks: readonly Check[]): boolean {
  return checks.some(({ state }) => state === 'fail');
}
