import type { Logger } from 'pino';
import { createPasswordCheck } from './accounts/password-check';
import { createInProcessBus } from './bus/in-process';
import { systemClock } from './clock';
import type { Context } from './context';
import { createDeadlines } from './deadlines';
import { connectLiveKit } from './media/livekit/livekit';
import { createMetrics } from './metrics';
import { Dispatch, type Providers } from './push/dispatch/dispatch';
import { openProviders } from './push/providers';
import { systemRandom } from './random';
import { openSecrets } from './secrets';
import { createSessionCookies } from './session-cookies';
import type { Settings } from './settings';
import { openStore } from './store/open';
import { createTokens } from './tokens';

/** What tests put in place of the real thing. */
export type Overrides = Partial<Pick<Context, 'clock' | 'random' | 'bus' | 'livekit'>> & {
  readonly providers?: Providers;
};

/** A context and its end. */
export type ComposedContext = Context & {
  /** Closes the database; nothing else holds anything open. */
  close(): Promise<void>;
};

/**
 * The one composition root: opens what the settings name and joins it.
 *
 * @throws Error in words when the data folder, the secret or the database cannot be opened
 */
export async function compose(
  settings: Settings,
  log: Logger,
  overrides: Overrides = {},
): Promise<ComposedContext> {
  const clock = overrides.clock ?? systemClock;
  const secrets = await openSecrets(settings.data);
  const pushes = await openProviders(settings, clock, log);
  const [store, passwords] = await Promise.all([
    openStore(settings, (error) => log.error({ err: error }, 'a database connection was lost')),
    createPasswordCheck(clock),
  ]);
  const push = new Dispatch(overrides.providers ?? pushes.providers);
  const metrics = createMetrics();
  metrics.watch('ringway_pushes_under_way', 'Pushes under way now', () => push.underWay);
  const context: Context = {
    ...store,
    settings,
    log,
    clock,
    passwords,
    random: overrides.random ?? systemRandom,
    bus:
      overrides.bus ??
      createInProcessBus((error) => log.error({ err: error }, 'a listener of the bus failed')),
    push,
    livekit: overrides.livekit ?? (settings.livekit && connectLiveKit(settings.livekit)),
    metrics,
    vapidPublicKey: pushes.vapidPublicKey,
    tokens: createTokens(secrets.key('tokens')),
    cookies: createSessionCookies(secrets.key('sessions')),
    deadlines: createDeadlines(),
  };
  await push.start(context);
  return {
    ...context,
    close: async () => {
      await push.close();
      await store.db.destroy();
    },
  };
}
