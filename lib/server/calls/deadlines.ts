import { graceVerdict } from '@/lib/call/grace';
import type { Context } from '@/lib/server/context';
import { expireRegistrations, nextExpiry } from '@/lib/server/devices/expiry';
import { endInvitation } from './end-invitation';
import { endRoomBy } from './end-room';
import { forgetOld } from './forgetting';
import { graceOf, isStreamOpen } from './grace-store';
import { sessionEnd } from './results';
import { lockInvitation, lockRoom } from './room-store';
import { inStep } from './step';
import { writePerson } from './apply-room';

/** The deadlines of a running server. */
export interface RunningDeadlines {
  stop(): void;
  /** Resolves once everything that was due has been seen to. */
  settled(): Promise<void>;
}

/** At most so many of a kind at a time, so that what is due of another kind does not wait for all. */
const batch = 200;

/** After a failure, and between looks at what is due but cannot be done yet, ms. */
const pause = 1_000;

/** How often what is over for good is forgotten, ms. */
const forgetEvery = 10 * 60_000;

/**
 * Keeps every deadline (call-rules.md 7, 15, 17; platform-api.md 2): one timer for the next of them. The
 * database holds the truth, so they survive the end of the server; what is overdue is seen to at once.
 */
export function startDeadlines(context: Context): RunningDeadlines {
  const keeper = new DeadlineKeeper(context);
  const unlisten = context.deadlines.listen((time) => keeper.expect(time));
  keeper.expect(context.clock.now());
  return {
    stop() {
      unlisten();
      keeper.stop();
    },
    settled: () => keeper.settled(),
  };
}

class DeadlineKeeper {
  readonly #context: Context;
  #next = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;
  #forgetAt = 0;

  constructor(context: Context) {
    this.#context = context;
  }

  expect(time: number): void {
    if (this.#stopped || time >= this.#next) return;
    this.#cancel?.();
    this.#next = time;
    this.#cancel = this.#context.clock.at(time, () => {
      this.#next = Number.POSITIVE_INFINITY;
      this.#cancel = undefined;
      this.#run();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  #run(): void {
    const before = this.#running ?? Promise.resolve();
    const running = before
      .then(() => this.#seeTo())
      .finally(() => {
        if (this.#running === running) this.#running = undefined;
      });
    this.#running = running;
  }

  #isStopped(): boolean {
    return this.#stopped;
  }

  async #seeTo(): Promise<void> {
    if (this.#stopped) return;
    const { clock, log } = this.#context;
    try {
      const dueBefore = clock.now();
      await seeToWhatIsDue(this.#context);
      if (dueBefore >= this.#forgetAt) {
        this.#forgetAt = dueBefore + forgetEvery;
        await forgetOld(this.#context);
      }
      const next = await nextDue(this.#context);
      this.expect(Math.min(this.#forgetAt, Math.max(next, dueBefore + pause)));
    } catch (error) {
      if (this.#isStopped()) return;
      log.error({ err: error }, 'deadlines could not be kept; trying again');
      this.expect(clock.now() + pause);
    }
  }
}

async function seeToWhatIsDue(context: Context): Promise<void> {
  await expireInvitations(context);
  await endGraces(context);
  await endSessions(context);
  await expireRegistrations(context);
}

/** When the next thing is due (ms since 1970); infinity: nothing is. */
async function nextDue({ db, ...rest }: Context): Promise<number> {
  const invitation = await db
    .selectFrom('invitation')
    .select((is) => is.fn.min('deadline').as('time'))
    .where('state', '=', 'ringing')
    .executeTakeFirst();
  const participant = await db
    .selectFrom('participant')
    .select((is) => [
      is.fn.min('grace_deadline').as('grace'),
      is.fn.min('expires_at').as('session'),
    ])
    .where('state', '<>', 'left')
    .executeTakeFirst();
  const times = [
    invitation?.time,
    participant?.grace,
    participant?.session,
    await nextExpiry({ db, ...rest }),
  ];
  return Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
}

/** What rang to its end is missed. */
async function expireInvitations(context: Context): Promise<void> {
  const due = await context.db
    .selectFrom('invitation')
    .select(['id', 'room_id'])
    .where('state', '=', 'ringing')
    .where('deadline', '<=', context.clock.now())
    .orderBy('deadline')
    .limit(batch)
    .execute();
  for (const { id, room_id } of due) {
    await inStep(context, async (step) => {
      const locked = await lockInvitation(step, room_id, id);
      if (locked !== undefined)
        await endInvitation(step, locked.room, locked.row, { do: 'expire' });
    });
  }
}

/** Who did not come back in time, or never showed itself after answering, is out. */
async function endGraces(context: Context): Promise<void> {
  const due = await context.db
    .selectFrom('participant')
    .select(['uuid', 'room_id'])
    .where('state', '<>', 'left')
    .where('grace_deadline', '<=', context.clock.now())
    .orderBy('grace_deadline')
    .limit(batch)
    .execute();
  for (const { uuid, room_id } of due) {
    await inStep(context, async (step) => {
      const room = await lockRoom(step, room_id);
      const person = room?.people.find((one) => one.uuid === uuid);
      if (room === undefined || person === undefined) return;
      if (graceVerdict(graceOf(person), step.now).stays) return;
      const cause = person.grace_cause ?? 'connection_lost';
      await endRoomBy(step, room, { do: 'leave', participant: uuid, cause });
    });
  }
}

/** A session ends that was neither refreshed nor kept alive by an open stream. */
async function endSessions(context: Context): Promise<void> {
  const due = await context.db
    .selectFrom('participant')
    .select(['uuid', 'room_id'])
    .where('state', '<>', 'left')
    .where('expires_at', '<=', context.clock.now())
    .orderBy('expires_at')
    .limit(batch)
    .execute();
  for (const { uuid, room_id } of due) {
    await inStep(context, async (step) => {
      const room = await lockRoom(step, room_id);
      const person = room?.people.find((one) => one.uuid === uuid);
      if (room === undefined || person === undefined || person.expires_at > step.now) return;
      const lives = person.grace_deadline !== null || (await isStreamOpen(step, person));
      if (lives) await writePerson(step, person, { expires_at: sessionEnd(step.now) });
      else {
        const cause = 'connection_lost';
        await endRoomBy(step, room, { do: 'leave', participant: uuid, cause });
      }
    });
  }
}
