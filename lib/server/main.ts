import { createServer } from 'node:net';
import { once } from 'node:events';
import pino, { type Logger } from 'pino';
import { ensureDemoAccounts, type DemoAccount } from './accounts/demo';
import { ensureFirstAdministrator } from './accounts/first-administrator';
import { startDeadlines } from './calls/deadlines';
import { watchLiveKit } from './calls/livekit-watch';
import { recover } from './calls/recovery';
import { compose, type ComposedContext, type Overrides } from './compose';
import type { HttpOptions } from './http/edge';
import { settleStreams } from './events/stream-book';
import { buildHttp } from './http/server';
import { makeFolder } from './secrets';
import { readSettings, type Settings } from './settings';
import type { FolderLock } from './store/folder-lock';

export type { DemoAccount } from './accounts/demo';

/** What may be told beside the environment: pages in development, stand-ins in tests. */
export interface ServerOptions extends HttpOptions {
  readonly overrides?: Overrides;
  /** Where log lines go; stderr if not given. */
  readonly log?: Logger;
}

/** A server that answers. */
export interface RunningServer {
  /** Its public origin. */
  readonly url: string;
  readonly port: number;
  /** The demo's accounts; none unless it is a demo. */
  readonly demoAccounts: readonly DemoAccount[];
  /** Ends in order: streams are told, requests finish within 5 s, the database closes. */
  stop(): Promise<void>;
}

/** How long (ms) requests may take to finish once the server was told to stop. */
const patience = 5_000;

/** Tries for a port that nobody else takes between asking for it and listening on it. */
const portAttempts = 5;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Starts the server with the settings of an environment; resolves once it answers.
 *
 * @throws SettingsError with all mistakes, NewerSchemaError, FolderInUseError, UnusableDatabaseError, or what
 * kept the port, the data folder or PostgreSQL from opening
 */
export async function startServer(
  environment: Environment,
  options: ServerOptions = {},
): Promise<RunningServer> {
  const settings = readSettings(environment);
  const log = options.log ?? pino({ level: settings.logLevel }, pino.destination(2));
  if (settings.port !== 0) return run(settings, log, options);
  for (let attempt = 1; ; attempt += 1) {
    // Origins name the port, so it is chosen before anything is built on it.
    const port = await freePort(settings.host);
    try {
      return await run(readSettings({ ...environment, PORT: String(port) }), log, options);
    } catch (error) {
      if (attempt >= portAttempts || !isPortTaken(error)) throw error;
    }
  }
}

async function run(
  settings: Settings,
  log: Logger,
  options: ServerOptions,
): Promise<RunningServer> {
  const lock = await takeFolder(settings);
  try {
    const context = await compose(settings, log, options.overrides);
    try {
      return await listen(context, options, lock);
    } catch (error) {
      await context.close();
      throw error;
    }
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** The embedded database is of one server alone; several may share PostgreSQL and a folder of secrets. */
async function takeFolder({ data, databaseUrl }: Settings): Promise<FolderLock | undefined> {
  if (databaseUrl !== null) return undefined;
  await makeFolder(data);
  const { lockFolder } = await import('./store/folder-lock');
  return lockFolder(data);
}

async function listen(
  context: ComposedContext,
  options: ServerOptions,
  lock: FolderLock | undefined,
): Promise<RunningServer> {
  const { settings, log } = context;
  await ensureFirstAdministrator(context);
  const demoAccounts = settings.demo ? await ensureDemoAccounts(context) : [];
  await recover(context);
  const app = await buildHttp(context, options);
  const deadlines = startDeadlines(context);
  const livekit = watchLiveKit(context);
  const rest = async () => {
    livekit.stop();
    deadlines.stop();
    await Promise.all([deadlines.settled(), livekit.settled()]);
  };
  try {
    await app.listen({ port: settings.port, host: settings.host });
  } catch (error) {
    await rest();
    await app.close();
    throw error;
  }
  log.info({ origin: settings.origin, store: context.dialect }, 'ready');
  void warnOfPushes(context);
  const stop = async () => {
    // Whoever still reads a long answer after this time is cut off: a restart must not wait for it.
    const cutOff = setTimeout(() => app.server.closeAllConnections(), patience);
    await app.close();
    clearTimeout(cutOff);
    await rest();
    await settleStreams(context);
    await context.close();
    lock?.release();
    log.info('stopped');
  };
  let stopping: Promise<void> | undefined;
  return {
    url: settings.origin,
    port: settings.port,
    demoAccounts,
    stop: () => (stopping ??= stop()),
  };
}

/** Tries the push credentials once, beside the start: who would ring phones must not learn it by a missed call. */
async function warnOfPushes({ push, log }: ComposedContext): Promise<void> {
  const states = await push.check();
  for (const { provider, app_key: appKey, state, verdict, detail } of states) {
    if (state !== 'bad') continue;
    log.warn(
      { provider, appKey, verdict, detail },
      'push credentials do not work: see Administration',
    );
  }
}

async function freePort(host: string): Promise<number> {
  const probe = createServer().listen(0, host);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
