import type { Health } from '@/lib/platform/admin';
import { wayFindingSchema } from '@/lib/platform/checks';
import type { Context } from '@/lib/server/context';
import { checkBackup } from '@/lib/server/doctor/backup-age';
import { isLoopback } from '@/lib/server/doctor/certificate';
import type { Check } from '@/lib/server/doctor/check';
import { examineLiveKit, examineWay } from '@/lib/server/doctor/examine';
import { checkTurn } from '@/lib/server/doctor/turn';

type Line = Health['lines'][number];

/** How the health screen names the doctor's states. */
export const stateOf = { ok: 'good', warn: 'warning', fail: 'bad' } as const;

/** How long (ms) what was seen is told again: a screen that is left open must not keep the proxy busy. */
const goodFor = 60_000;

const seen = new WeakMap<Context, { readonly at: number; readonly lines: Promise<Line[]> }>();

/** The doctor's checks that make sense from inside: certificate, proxy, relays, LiveKit and backup, a line each. */
export async function seeSurroundings(context: Context): Promise<Line[]> {
  const now = context.clock.now();
  const last = seen.get(context);
  if (last && now - last.at < goodFor) return last.lines;
  const lines = examine(context);
  seen.set(context, { at: now, lines });
  return lines;
}

async function examine({ settings, clock }: Context): Promise<Line[]> {
  const [way, turn, livekit, backup] = await Promise.all([
    examineWay(settings.origin, settings.trustedProxies),
    checkTurn(settings, clock.now()),
    settings.livekit === null ? [] : examineLiveKit(settings, settings.origin, {}, true),
    settings.databaseUrl === null ? checkBackup(settings.data, clock.now()) : undefined,
  ]);
  const isOfThisMachine = isLoopback(new URL(settings.origin).hostname);
  const named = (id: Check['id']) => way.filter((check) => check.id === id);
  const proxy = (['origin', 'address', 'websocket', 'events'] as const).flatMap(named);
  return [
    ...lineOf('certificate', named('certificate')),
    ...lineOf('proxy', proxy),
    // Who plays on one machine needs neither.
    ...(isOfThisMachine && settings.turn === null ? [] : lineOf('turn', turn)),
    ...lineOf('livekit', livekit),
    ...(backup === undefined || settings.demo ? [] : lineOf('backup', [backup])),
  ];
}

/** The worst of some checks; none, where nothing was checked. */
function lineOf(id: Line['id'], checks: readonly Check[]): Line[] {
  const worst = checks.toSorted((one, other) => grave(other) - grave(one))[0];
  if (worst === undefined) return [];
  const finding = wayFindingSchema.safeParse(worst.finding).data;
  // Some routers do not lead back to the machine that asks: nothing may be wrong.
  const state = finding === 'unreachable' ? 'warning' : stateOf[worst.state];
  const { detail, fact } = worst;
  return [{ id, state, detail, ...(fact && { fact }), ...(finding && { finding }) }];
}

function grave({ state }: Check): number {
  return ['ok', 'warn', 'fail'].indexOf(state);
}
