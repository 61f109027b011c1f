import { describe, expect, it } from 'vitest';
import { makePeople } from '../support/outside/administration';
import { OutsideClient } from '../support/outside/client';
import { race, ring, type Kind, type Racers, type RingingCall } from '../support/outside/race';
import { RaceDevice } from '../support/outside/race-device';
import { Random, seedOfRun } from '../support/random';
import { databases, startTestServer, type Database } from '../support/server';

/** The least number of races a database has to stand; until the deadlines are over more run. */
const leastOf: Readonly<Record<Database, number>> = { sqlite: 1_200, postgres: 800 };
const callers = 10;
const callees = 12;
const devicesOfCallee = 3;
/** Callers whose calls nobody touches until their ring deadline is near. */
const patientCallers = 8;

/** Fewer calls without an answer than the limit for ring spam between two people allows. */
const unansweredAllowed = 8;

const seed = seedOfRun();

describe.each(databases)('Races on %s', (database) => {
  it('have one winner at most, one end for all, and leave nothing ringing', async () => {
    process.stdout.write(`races on ${database}: SEED=${seed}\n`);
    const told = await runRaces(database);
    process.stdout.write(`races on ${database}: ${told}\n`);
  }, 180_000);
});

interface Person {
  readonly address: string;
  readonly devices: readonly RaceDevice[];
  /** How many races run on the devices now. */
  races: number;
  /** One race has the devices for itself. */
  isTaken: boolean;
}

async function runRaces(database: Database): Promise<string> {
  const server = await startTestServer({ database, settings: { RING_SECONDS: '30' } });
  const client = new OutsideClient(server.url);
  const everybody: RaceDevice[] = [];
  const person = async (
    { userName, ...who }: { account: string; password: string; userName: string },
    devices: number,
  ): Promise<Person> => {
    const registered: RaceDevice[] = [];
    for (let n = 0; n < devices; n += 1) registered.push(await RaceDevice.register(client, who));
    everybody.push(...registered);
    return { address: userName, devices: registered, races: 0, isTaken: false };
  };

  try {
    const made = await makePeople(server, callers + callees + patientCallers);
    // One after the other: passwords are verified two at a time, and the queue is short.
    const take = async (count: number, devices: number) => {
      const people: Person[] = [];
      for (const who of made.splice(0, count)) people.push(await person(who, devices));
      return people;
    };
    const calling = await take(callers, 1);
    const called = await take(callees, devicesOfCallee);
    const patient = await take(patientCallers, 1);

    const waiting = await Promise.all(
      patient.flatMap((caller) => called.map((callee) => ring(racersOf(client, caller, callee)))),
    );
    const tally = new Map<string, number>();
    const defects: string[] = [];
    const note = (name: string, state: string, found: readonly string[]) => {
      tally.set(state, (tally.get(state) ?? 0) + 1);
      for (const defect of found) defects.push(`${name}: ${defect}`);
    };

    const deadlines = new Deadlines(waiting, note);
    const unanswered = new Map<string, number>();
    let next = 0;
    const began = Date.now();
    await Promise.all(
      calling.map(async (caller) => {
        while (next < leastOf[database] || deadlines.areLeft) {
          const name = `race ${next}`;
          const random = new Random(seed + next);
          next += 1;
          deadlines.startDue();
          const callee = random.pick(called.filter(({ isTaken }) => !isTaken));
          const pair = `${caller.address} ${callee.address}`;
          const kind = kindOf(callee, unanswered.get(pair) ?? 0, deadlines, random);
          callee.isTaken = kind === 'with drops';
          callee.races += 1;
          try {
            const ringing = await ring(racersOf(client, caller, callee));
            const { state, defects: found } = await race(ringing, random, kind, 'caller');
            note(name, state, found);
            if (state !== 'accepted') unanswered.set(pair, (unanswered.get(pair) ?? 0) + 1);
          } catch (error) {
            throw new Error(`SEED=${seed}, ${name}`, { cause: error });
          }
          callee.races -= 1;
          if (kind === 'with drops') callee.isTaken = false;
          if (defects.length > 20) break;
        }
      }),
    );
    await deadlines.finished();

    expect(defects, `SEED=${seed}`).toEqual([]);
    for (const device of everybody) {
      expect(device.defects, `SEED=${seed}`).toEqual([]);
      for (const ends of device.ends.values()) expect(ends, `SEED=${seed}`).toHaveLength(1);
    }
    expect(next).toBeGreaterThanOrEqual(leastOf[database]);
    for (const state of ['accepted', 'rejected', 'cancelled', 'missed']) {
      expect(tally.get(state) ?? 0, `no race ended ${state}`).toBeGreaterThan(0);
    }
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    return (
      `${next} races in ${seconds} s: ` +
      [...tally].map(([state, count]) => `${count} ${state}`).join(', ')
    );
  } finally {
    for (const device of everybody) device.cut();
    await server.stop();
  }
}

function kindOf(callee: Person, unanswered: number, deadlines: Deadlines, random: Random): Kind {
  if (unanswered >= unansweredAllowed) return 'answers only';
  const alone = callee.races === 0 && !deadlines.areNear;
  return alone && random.chance(0.3) ? 'with drops' : 'any';
}

function racersOf(client: OutsideClient, caller: Person, callee: Person): Racers {
  const [device] = caller.devices;
  if (!device) throw new Error('a caller needs a device');
  return {
    client,
    caller: device,
    callerAddress: caller.address,
    callees: callee.devices,
    calleeAddress: callee.address,
  };
}

interface Deadline {
  /** About when it comes, in ms since 1970. */
  readonly at: number;
  readonly isDue: () => boolean;
  readonly name: string;
  readonly ringing: RingingCall;
  readonly random: Random;
}

/** Calls that ring until their deadline is near, and are raced around it. */
class Deadlines {
  readonly #left: Deadline[];
  readonly #running: Promise<void>[] = [];
  readonly #note: (name: string, state: string, defects: readonly string[]) => void;

  constructor(
    waiting: readonly RingingCall[],
    note: (name: string, state: string, defects: readonly string[]) => void,
  ) {
    this.#note = note;
    this.#left = waiting.map((ringing, index) => {
      const random = new Random(seed ^ (index + 1));
      const expires = ringing.rung[0]?.invited.expires_at ?? 0;
      // Some act before the deadline, some about then, a quarter when the caller heard of it.
      const at = expires * 1000 + random.below(2_600) - 900;
      const { caller, call } = ringing;
      const told = () => caller.heard(call.uuid, 'disconnect').length > 0;
      const isDue = index % 4 === 0 ? told : () => Date.now() >= at;
      return { at, isDue, name: `deadline race ${index}`, ringing, random };
    });
  }

  get areLeft(): boolean {
    return this.#left.length > 0;
  }

  /** An end may come at any moment now: no stream is cut for a while. */
  get areNear(): boolean {
    return this.#left.some(({ at }) => at < Date.now() + 3_000) || this.#running.length > 0;
  }

  startDue(): void {
    for (const due of this.#left.filter(({ isDue }) => isDue())) {
      this.#left.splice(this.#left.indexOf(due), 1);
      this.#running.push(
        race(due.ringing, due.random, 'any', 'deadline').then(({ state, defects }) =>
          this.#note(due.name, state, defects),
        ),
      );
    }
  }

  async finished(): Promise<void> {
    await Promise.all(this.#running);
  }
}
