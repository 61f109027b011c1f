import { sql } from 'kysely';
import { mayStillRing } from '@/lib/call/invitation';
import type { ProviderState, PushProviderName } from '@/lib/platform/pushes';
import { pushFailed } from '@/lib/server/calls/push-failed';
import { tellTest } from '@/lib/server/calls/ring-test';
import type { Context } from '@/lib/server/context';
import { forgetToken } from '@/lib/server/devices/forget-token';
import type {
  OutgoingPush,
  Push,
  PushProvider,
  PushResult,
  PushTarget,
} from '@/lib/server/push/push';
import type { Row } from '@/lib/server/store/schema';
import { Journey } from './journey';
import { loadPushes, type Loaded } from './load';
import { PushRecorder } from './recorder';

/** The providers by their names; one that is not configured is absent. */
export type Providers = {
  readonly [Name in PushProviderName]?: PushProvider<Extract<PushTarget, { provider: Name }>>;
};

/** The device was unregistered before its push left. */
const unregistered: PushResult = {
  state: 'failed',
  status: null,
  reason: 'not registered any more',
};

/** So many pushes are read at a time. */
const batch = 200;

/** So many rings are remembered, to note in their journeys that the device rang. */
const mostRemembered = 20_000;

/** How long (ms) it waits when the database did not answer. */
const pause = 1_000;

interface Job {
  readonly journey: Journey;
  dropped: boolean;
  ended: Promise<void>;
}

/** A push whose result makes no difference any more: the server stops, and sends it again when it starts. */
const interrupted: PushResult = { state: 'failed', status: null, reason: 'the server stopped' };

/**
 * Sends what stands in the queue and writes down how that went (call-rules.md 9, 10, 16). Providers have
 * queues of their own, so that a slow one delays no other; the table `push` is the truth, memory only
 * what is under way now.
 */
export class Dispatch implements Push {
  readonly #providers: Providers;
  readonly #jobs = new Map<string, Job>();
  /** The jobs that ring, by their invitations. */
  readonly #rings = new Map<string, Set<Job>>();
  readonly #timers = new Map<string, () => void>();
  /** Rings and ring tests that a push has left for, the latest: most rings need none. */
  readonly #left = new Set<string>();
  /** Invitations that ended while pushes were read: what was read may be of before. */
  readonly #droppedMeanwhile = new Set<string>();
  #due: string[] = [];
  #loading: Promise<void> | undefined;
  readonly #noting = new Set<Promise<void>>();
  #telling: Promise<void> = Promise.resolve();
  #attached: { readonly context: Context; readonly recorder: PushRecorder } | undefined;
  #closed = false;

  constructor(providers: Providers) {
    this.#providers = providers;
  }

  /** Joins it to the rest of the server; takes up what an earlier run left in the queue. */
  async start(context: Context): Promise<void> {
    this.#attached = { context, recorder: new PushRecorder(context) };
    for (const provider of this.#all()) provider.warm();
    const now = context.clock.now();
    await context.db
      .updateTable('push')
      .set((is) => ({
        // What was under way may have been shown, and is taken back like that.
        attempts: sql<number>`case when ${is.ref('state')} = 'sending' then 1 else attempts end`,
        state: 'expired',
      }))
      .where('state', 'in', ['waiting', 'sending'])
      .where('expires_at', '<=', now)
      .execute();
    const left = await context.db
      .selectFrom('push')
      .select(['id', 'not_before as notBefore'])
      .where('state', 'in', ['waiting', 'sending'])
      .execute();
    this.take(left);
  }

  take(pushes: readonly { readonly id: string; readonly notBefore: number }[]): void {
    if (this.#closed || this.#attached === undefined) return;
    const { clock } = this.#attached.context;
    const now = clock.now();
    for (const { id, notBefore } of pushes) {
      if (notBefore <= now) {
        this.#due.push(id);
        continue;
      }
      const cancel = clock.at(notBefore, () => {
        this.#timers.delete(id);
        this.take([{ id, notBefore: 0 }]);
      });
      this.#timers.set(id, cancel);
    }
    if (this.#due.length > 0) this.#load();
  }

  drop(invitation: string): void {
    for (const job of this.#rings.get(invitation) ?? []) job.dropped = true;
    if (this.#loading !== undefined) this.#droppedMeanwhile.add(invitation);
  }

  dropParts(parts: readonly string[]): void {
    for (const job of this.#jobs.values()) {
      if (parts.includes(job.journey.row.part_id)) job.dropped = true;
    }
  }

  rang(ring: string, provider?: PushProviderName): void {
    if (this.#closed || this.#attached === undefined || !this.#left.delete(ring)) return;
    const { context } = this.#attached;
    const noting = this.#noteRang(ring, provider, context.clock.now())
      .catch((error: unknown) => {
        context.log.error({ err: error }, 'the arrival of a push could not be written');
      })
      .finally(() => this.#noting.delete(noting));
    this.#noting.add(noting);
  }

  states(): readonly ProviderState[] {
    return this.#all().flatMap((provider) => provider.states());
  }

  async check(): Promise<readonly ProviderState[]> {
    const states = await Promise.all(this.#all().map((provider) => provider.check()));
    return states.flat();
  }

  /** How many pushes are under way now. */
  get underWay(): number {
    return this.#jobs.size;
  }

  async settled(): Promise<void> {
    const idle = () => this.#loading === undefined && this.#jobs.size === 0;
    do {
      await this.#loading;
      await Promise.all([...this.#jobs.values()].map(({ ended }) => ended));
      await this.#telling;
      await Promise.all(this.#noting);
      await this.#attached?.recorder.settled();
    } while (!idle());
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const cancel of this.#timers.values()) cancel();
    await Promise.all(this.#all().map((provider) => provider.close()));
    await this.settled();
  }

  #all(): PushProvider[] {
    const { apns, jpush, web } = this.#providers;
    return [apns, jpush, web].filter((provider) => provider !== undefined);
  }

  #parts() {
    if (this.#attached === undefined) throw new Error('Pushes were asked for before the start.');
    return this.#attached;
  }

  #load(): void {
    const { context } = this.#parts();
    this.#loading ??= this.#loadDue()
      .then(() => {
        this.#loading = undefined;
        this.#droppedMeanwhile.clear();
        if (this.#due.length > 0 && !this.#closed) this.#load();
      })
      .catch((error: unknown) => {
        this.#loading = undefined;
        context.log.error({ err: error }, 'pushes could not be read; trying again');
        context.clock.at(context.clock.now() + pause, () => {
          if (!this.#closed) this.#load();
        });
      });
  }

  async #loadDue(): Promise<void> {
    const { context } = this.#parts();
    // What else this turn of the loop brings is read in the same query.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#due.length > 0 && !this.#closed) {
      const taken = this.#due.slice(0, batch);
      const ids = taken.filter((id) => !this.#jobs.has(id));
      for (const push of await loadPushes(context, ids)) this.#begin(push);
      this.#due.splice(0, taken.length);
    }
  }

  #begin(loaded: Loaded): void {
    const job: Job = {
      journey: new Journey(loaded.row),
      dropped:
        loaded.row.purpose === 'ring' && this.#droppedMeanwhile.has(loaded.row.invitation_id ?? ''),
      ended: Promise.resolve(),
    };
    this.#jobs.set(loaded.row.id, job);
    this.#join(job);
    job.ended = this.#seeToItsEnd(job, loaded);
  }

  async #seeToItsEnd(job: Job, loaded: Loaded): Promise<void> {
    const { id } = loaded.row;
    try {
      await this.#run(job, loaded);
    } catch (error) {
      const { log } = this.#parts().context;
      log.error({ err: error, push: id }, 'a push could not be seen to its end');
    } finally {
      this.#jobs.delete(id);
      this.#part(job);
    }
  }

  #remember(ring: string): void {
    this.#left.add(ring);
    if (this.#left.size <= mostRemembered) return;
    for (const oldest of this.#left) {
      this.#left.delete(oldest);
      break;
    }
  }

  #join(job: Job): void {
    const { purpose, invitation_id } = job.journey.row;
    if (purpose !== 'ring' || invitation_id === null) return;
    const rings = this.#rings.get(invitation_id) ?? new Set();
    this.#rings.set(invitation_id, rings.add(job));
  }

  #part(job: Job): void {
    const invitation = job.journey.row.invitation_id ?? '';
    const rings = this.#rings.get(invitation);
    if (rings?.delete(job) && rings.size === 0) this.#rings.delete(invitation);
  }

  async #run(job: Job, loaded: Loaded): Promise<void> {
    const { context, recorder } = this.#parts();
    const { journey } = job;
    const result = await this.#result(job, loaded);
    if (this.#closed && result.state !== 'accepted') return;
    const now = context.clock.now();
    journey.end(now, result);
    const { row } = journey;
    recorder.record(journey.written());
    context.metrics.pushEnded(row);
    if (row.purpose === 'test') this.#tell(row, result);
    if (result.state === 'gone') await forgetToken(context, row, result.since);
    const isFinal = ['gone', 'refused', 'failed'].includes(result.state);
    if (row.purpose !== 'ring' || !isFinal) return;
    // The rule looks at all pushes of the call, as they are written.
    await recorder.settled();
    await pushFailed(context, row);
  }

  async #result(job: Job, loaded: Loaded): Promise<PushResult | { readonly state: 'heard' }> {
    if (!loaded.send) return loaded.state === 'failed' ? unregistered : { state: loaded.state };
    const { row } = loaded;
    if (row.purpose === 'over' && !(await this.#hasLeft(row))) return { state: 'dropped' };
    const { recorder } = this.#parts();
    job.journey.begin();
    recorder.begun(job.journey);
    return this.#send(job, loaded.target, loaded.message);
  }

  #send(job: Job, target: PushTarget, message: OutgoingPush['message']): Promise<PushResult> {
    const { context, recorder } = this.#parts();
    const { journey } = job;
    const push = {
      id: journey.row.id,
      message,
      expiresAt: journey.row.expires_at,
      // Nothing begins to ring in the last seconds, a retry neither (call-rules.md 7).
      isDropped: () =>
        job.dropped ||
        this.#closed ||
        (journey.row.purpose === 'ring' &&
          !mayStillRing(journey.row.expires_at, context.clock.now())),
      note: (...[step, detail]: Parameters<OutgoingPush['note']>) => {
        journey.note(context.clock.now(), step, detail);
        if (step === 'sent') this.#remember(journey.row.ring_id);
        // Somebody watches a test step by step; a ring has no time for it.
        if (journey.row.purpose === 'test') recorder.record(journey.written());
        if (step === 'sent' && journey.row.purpose === 'test' && journey.row.attempts === 1) {
          this.#tell(journey.row, { state: 'sent' });
        }
      },
    };
    switch (target.provider) {
      case 'apns':
        return this.#providers.apns?.send({ ...push, target }) ?? Promise.resolve(interrupted);
      case 'jpush':
        return this.#providers.jpush?.send({ ...push, target }) ?? Promise.resolve(interrupted);
      case 'web':
        return this.#providers.web?.send({ ...push, target }) ?? Promise.resolve(interrupted);
    }
  }

  /** Whether the push that this one takes back may have been shown. */
  async #hasLeft({ invitation_id, ring_id, part_id }: Row<'push'>): Promise<boolean> {
    for (const { journey, ended } of this.#rings.get(invitation_id ?? '') ?? []) {
      if (journey.row.ring_id === ring_id && journey.row.part_id === part_id) await ended;
    }
    const { context, recorder } = this.#parts();
    await recorder.settled();
    const ring = await context.db
      .selectFrom('push')
      .select('id')
      .where('ring_id', '=', ring_id)
      .where('part_id', '=', part_id)
      .where('purpose', '=', 'ring')
      .where('state', 'not in', ['gone', 'refused', 'heard', 'waiting'])
      // One that was under way when the server died may have left.
      .where((is) => is.or([is('attempts', '>', 0), is('state', '=', 'sending')]))
      .executeTakeFirst();
    return ring !== undefined;
  }

  async #noteRang(ring: string, provider: PushProviderName | undefined, now: number) {
    const { context, recorder } = this.#parts();
    const isOf = ({ ring_id, purpose }: Row<'push'>) => ring_id === ring && purpose !== 'over';
    for (const { journey, ended } of this.#jobs.values()) if (isOf(journey.row)) await ended;
    await recorder.settled();
    const arrived = await context.db
      .selectFrom('push')
      .selectAll()
      .where('ring_id', '=', ring)
      .where('purpose', '<>', 'over')
      .where('state', '=', 'accepted')
      .$if(provider !== undefined, (query) => query.where('provider', '=', provider ?? 'web'))
      .execute();
    for (const row of arrived) {
      const journey = new Journey(row);
      journey.note(now, 'rang');
      recorder.record(journey.written());
    }
  }

  #tell(row: Row<'push'>, result: { readonly state: string; readonly reason?: string }): void {
    const { context } = this.#parts();
    const { state, reason } = result;
    const step = state === 'sent' || state === 'accepted' ? state : 'failed';
    const why = step === 'failed' ? { reason: reason ?? state } : {};
    const at = context.clock.now();
    const told = { step, channel: row.provider, at, ...why } as const;
    this.#telling = this.#telling
      .then(() => tellTest(context, row.ring_id, told))
      .catch((error: unknown) => {
        context.log.error({ err: error }, 'a ring test could not be told of');
      });
  }
}
