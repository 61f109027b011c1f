import { stat } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Health } from '@/lib/platform/admin';
import type { BrowserAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, type Outcome } from '@/lib/server/outcome';
import { secretFile } from '@/lib/server/secrets';
import { told } from '@/lib/server/doctor/check';
import { checkDisk } from '@/lib/server/doctor/disk';
import { scopeOf } from './scope';
import { stateOf } from './surroundings';

type Line = Health['lines'][number];

/** A database that takes longer (ms) for next to nothing is in trouble. */
const slowDatabase = 200;

/** Clocks further apart (ms) make rings end at the wrong time. */
const clockTolerance = 2_000;

/** What the server sees of itself by way of its public address, its relays and its backups. */
type Surroundings = (context: Context) => Promise<readonly Line[]>;

/** How the server is; pages say in words what to do about a line (platform-api.md, section 6). */
export async function readHealth(
  context: Context,
  authority: BrowserAuthority,
  surroundings: Surroundings,
): Promise<Outcome<Health>> {
  const scope = scopeOf(authority);
  if (!scope.ok) return scope;
  const measured = await Promise.all([
    databaseLine(context),
    streamsLine(context),
    clockLine(context),
    diskLine(context),
    secretsLine(context),
  ]);
  const around = await surroundings(context);
  return done({ lines: [...measured, originLine(context), ...around, ...pushLines(context)] });
}

/** Whether the database answers. */
async function isReady(context: Pick<Context, 'db'>): Promise<boolean> {
  try {
    await sql`select 1`.execute(context.db);
    return true;
  } catch {
    return false;
  }
}

async function databaseLine(context: Context): Promise<Line> {
  const start = performance.now();
  if (!(await isReady(context))) {
    return { id: 'database', state: 'bad', ...told({ kind: 'no_answer', who: context.dialect }) };
  }
  const ms = Math.round(performance.now() - start);
  const state = ms > slowDatabase ? 'warning' : 'good';
  return { id: 'database', state, ...told({ kind: 'answer', who: context.dialect, ms }) };
}

async function streamsLine({ db }: Context): Promise<Line> {
  const { count } = await db
    .selectFrom('registration')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('stream_open', '=', 1)
    .executeTakeFirstOrThrow();
  return { id: 'streams', state: 'good', ...told({ kind: 'devices', count }) };
}

/** The embedded database has this machine's clock; another server may have its own. */
async function clockLine({ db, dialect, clock }: Context): Promise<Line> {
  if (dialect === 'sqlite')
    return { id: 'clock', state: 'good', ...told({ kind: 'apart', ms: 0 }) };
  const { rows } = await sql<{
    now: number;
  }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
  const apart = Math.abs((rows[0]?.now ?? 0) - clock.now());
  return {
    id: 'clock',
    state: apart > clockTolerance ? 'bad' : 'good',
    ...told({ kind: 'apart', ms: apart }),
  };
}

async function diskLine({ settings }: Context): Promise<Line> {
  const { state, detail, fact } = await checkDisk(settings.data);
  return { id: 'disk', state: stateOf[state], detail, ...(fact && { fact }) };
}

async function secretsLine({ settings }: Context): Promise<Line> {
  const file = secretFile(settings.data);
  const mode = (await stat(file)).mode & 0o777;
  const isPrivate = (mode & 0o077) === 0 || process.platform === 'win32';
  return {
    id: 'secrets',
    state: isPrivate ? 'good' : 'bad',
    ...told({ kind: 'secret_file', file, mode: mode.toString(8), open: !isPrivate }),
  };
}

/** Browsers give camera and microphone to https and to this very machine alone. */
function originLine({ settings }: Context): Line {
  const { protocol, hostname } = new URL(settings.origin);
  const isLocal = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  const state = protocol === 'https:' || isLocal ? 'good' : 'bad';
  return { id: 'origin', state, detail: settings.origin };
}

/** A line a provider of pushes: the worst of what is known of its credentials. */
function pushLines({ push }: Context): Line[] {
  const states = push.states();
  const named = [
    ['apns', 'apns'],
    ['jpush', 'jpush'],
    ['web', 'web_push'],
  ] as const;
  return named.flatMap(([provider, id]): Line[] => {
    const own = states.filter((state) => state.provider === provider);
    // Who does without JPush need not read about it.
    if (own.length === 0 && provider === 'jpush') return [];
    const worst = own.sort((a, b) => graveness.indexOf(b.state) - graveness.indexOf(a.state))[0];
    if (worst === undefined) return [{ id, state: 'warning', detail: 'no_credentials' }];
    const state = worst.state === 'off' ? 'warning' : worst.state;
    return [{ id, state, detail: worst.verdict }];
  });
}

/** How bad a provider's state is, ascending. */
const graveness = ['good', 'off', 'warning', 'bad'] as const;
