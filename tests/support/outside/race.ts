import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Random } from '../random';
import type { OutsideClient } from './client';
import type { Answer } from './http';
import type { Participant } from './participant';
import type { RaceDevice } from './race-device';
import { failure, invitationState, joined, resultOf, type Incoming } from './shapes';

/** Who races: one caller's device against the devices of one callee. */
export interface Racers {
  readonly client: OutsideClient;
  readonly caller: RaceDevice;
  readonly callerAddress: string;
  readonly callees: readonly RaceDevice[];
  readonly calleeAddress: string;
}

/** A call that rings, and the ticket of each device that it rings. */
export interface RingingCall extends Racers {
  readonly call: Participant;
  readonly rung: readonly { readonly device: RaceDevice; readonly invited: Incoming }[];
}

type Deed = 'accept' | 'accept twice' | 'accept, cut short' | 'reject' | 'ring' | 'drop';

const acceptances: readonly Deed[] = ['accept', 'accept', 'accept twice', 'accept, cut short'];
const deeds: readonly Deed[] = [...acceptances, 'reject', 'ring'];
const deedsWithDrops: readonly Deed[] = [...deeds, 'drop', 'drop'];

/** What became of a race; every sentence that is not true of it is a defect. */
export interface Outcome {
  readonly state: string;
  readonly defects: readonly string[];
}

/** Places the call and waits until every device of the callee rings. */
export async function ring(racers: Racers): Promise<RingingCall> {
  const call = await racers.caller.device.call(racers.calleeAddress, { call_type: 'audio' });
  const rung = await Promise.all(
    racers.callees.map(async (device) => ({
      device,
      invited: await device.rungBy(racers.callerAddress),
    })),
  );
  return { ...racers, call, rung };
}

/** Who ends a race that none of the acts has decided: the caller, or the ring deadline. */
export type Decider = 'caller' | 'deadline';

/**
 * What may happen in a race: anything; also cut streams, where no other race runs on the same
 * devices; or only answers, where the pair has used up the calls that nobody answers.
 */
export type Kind = 'any' | 'with drops' | 'answers only';

const deedsOf: Readonly<Record<Kind, readonly Deed[]>> = {
  any: deeds,
  'with drops': deedsWithDrops,
  'answers only': acceptances,
};

/** Lets everybody act at once in an order that `random` decides, and judges the end. */
export async function race(
  ringing: RingingCall,
  random: Random,
  kind: Kind,
  decider: Decider,
): Promise<Outcome> {
  const { client, call, rung } = ringing;
  const answers = new Map<RaceDevice, Answer[]>();
  const cutsBefore = new Map(rung.map(({ device }) => [device, device.cuts]));
  const rejected = new Map<RaceDevice, Answer>();
  let left: Answer | undefined;

  const log: string[] = [];
  const acts = rung.map(({ device, invited }, number) => async () => {
    const checkdup = randomUUID();
    const accept = async (signal?: AbortSignal) => {
      const answer = await client.answering(invited, { checkdup, ...(signal ? { signal } : {}) });
      answers.set(device, [...(answers.get(device) ?? []), answer]);
    };
    const deed = random.pick(deedsOf[kind]);
    log.push(`${number}: ${deed}`);
    switch (deed) {
      case 'accept':
        return accept();
      case 'accept twice':
        await Promise.all([accept(), accept()]);
        return;
      case 'accept, cut short': {
        const cut = new AbortController();
        const first = accept(cut.signal).catch(() => undefined);
        await ticks(random.below(12));
        cut.abort();
        await first;
        return accept();
      }
      case 'reject':
        rejected.set(device, await client.reject(invited));
        return;
      case 'ring':
        resultOf(await client.ringing(invited), invitationState);
        return;
      case 'drop':
        device.cut();
        await ticks(random.below(20));
        return device.reconnect();
    }
  });
  if (kind !== 'answers only' && random.chance(0.5)) {
    acts.push(async () => {
      log.push('caller: leave');
      left = await call.leave();
    });
  }
  await Promise.all(
    random.shuffled(acts).map(async (act) => {
      await ticks(random.below(12));
      await act();
    }),
  );

  if (decider === 'caller') left ??= await cancelIfRinging(ringing);
  else if (!left) await deadlineOf(ringing);
  return judge(ringing, { answers, cutsBefore, rejected, left, log });
}

async function cancelIfRinging({ client, call, rung }: RingingCall): Promise<Answer | undefined> {
  const [first] = rung;
  if (!first) throw new Error('a race needs devices');
  const { state } = resultOf(await client.ringing(first.invited), invitationState);
  return state === 'ringing' ? call.leave() : undefined;
}

async function deadlineOf({ caller, call }: RingingCall): Promise<void> {
  await caller.until(
    () =>
      ['participant_create', 'disconnect'].some((name) => caller.heard(call.uuid, name).length > 0),
    () => 'the ring deadline passed and the caller was told nothing',
  );
}

interface Deeds {
  readonly answers: ReadonlyMap<RaceDevice, readonly Answer[]>;
  readonly cutsBefore: ReadonlyMap<RaceDevice, number>;
  readonly rejected: ReadonlyMap<RaceDevice, Answer>;
  readonly left: Answer | undefined;
  /** Who did what, in the order of beginning. */
  readonly log: readonly string[];
}

/** What a loser hears, by the state that the invitation ended in. */
const heardAt: Readonly<Record<string, string>> = {
  accepted: 'answered_elsewhere',
  rejected: 'rejected_elsewhere',
  cancelled: 'cancelled',
  missed: 'missed',
};

async function judge(ringing: RingingCall, deeds: Deeds): Promise<Outcome> {
  const { client, call, rung } = ringing;
  const defects: string[] = [];
  const check = (holds: boolean, defect: string) => {
    if (!holds) defects.push(defect);
  };

  const states = await Promise.all(
    rung.map(async ({ invited }) => resultOf(await client.ringing(invited), invitationState).state),
  );
  const state = states[0] ?? 'unknown';
  check(
    states.every((each) => each === state),
    `states differ: ${states.join(', ')}`,
  );
  check(
    state in heardAt,
    `${state} is no final state of a rung invitation: ${deeds.log.join(', ')}; ${deeds.left?.text ?? ''}`,
  );

  const winners = new Set<string>();
  const winningDevices = new Set<RaceDevice>();
  for (const [device, answers] of deeds.answers) {
    for (const answer of answers) {
      if (answer.status === 200) {
        winners.add(resultOf(answer, joined).participant_uuid);
        winningDevices.add(device);
      } else {
        const refusal = failure.safeParse(answer.body).data;
        // Its answer won, the reply was cut, and the caller has hung up before it asked again.
        const over = refusal?.reason === 'ended' && deeds.left !== undefined;
        if (over) winningDevices.add(device);
        check(
          answer.status === 409 && (over || refusal?.reason === heardAt[state]),
          `in state ${state} an answer got ${answer.status} ${answer.text}`,
        );
      }
    }
  }
  check(winners.size <= 1, `${winners.size} participants won`);
  check(winningDevices.size <= 1, `${winningDevices.size} devices won`);
  check(
    (state === 'accepted') === (winningDevices.size === 1),
    `${winningDevices.size} won in state ${state}: ${deeds.log.join(', ')}`,
  );
  for (const answer of deeds.rejected.values()) {
    const reason = failure.safeParse(answer.body).data?.reason;
    const lost = answer.status === 409 && reason === heardAt[state];
    check(answer.status === 200 || lost, `in state ${state} a reject got ${answer.text}`);
  }
  if (deeds.left)
    check(deeds.left.status === 200, `the caller could not leave: ${deeds.left.text}`);

  const [winner] = winners;
  await toldToDevices(ringing, deeds, state, winningDevices, check);
  await toldToCaller(ringing, deeds, state, winner, check);

  if (!deeds.left) await call.leave();
  const after = await call.get('participants');
  check(after.status !== 200, `the room is open after its end: ${after.text}`);
  return { state, defects };
}

async function toldToDevices(
  { rung }: RingingCall,
  deeds: Deeds,
  state: string,
  winners: ReadonlySet<RaceDevice>,
  check: (holds: boolean, defect: string) => void,
): Promise<void> {
  for (const [number, { device, invited }] of rung.entries()) {
    const wasCut = device.cuts !== deeds.cutsBefore.get(device);
    const quiet = winners.has(device) || deeds.rejected.has(device) || wasCut;
    if (!quiet) {
      await device.until(
        () => device.endsOf(invited.token).length > 0,
        () => {
          const what = `device ${number} was left ringing (${device.describe()})`;
          const answered = [...deeds.answers].map(([of, answers]) => [
            rung.findIndex((each) => each.device === of),
            ...answers.map((answer) => answer.text.slice(0, 120)),
          ]);
          return `${what}; the invitation ${invited.invitation} is ${state}; ${deeds.log.join(', ')}; ${JSON.stringify(answered)}`;
        },
      );
    }
    const ends = device.endsOf(invited.token);
    check(ends.length <= 1, `a device was told the end ${ends.length} times: ${ends.join(', ')}`);
    check(ends.length === 0 || !winners.has(device), 'the winner was told that it is over');
    const [reason] = ends;
    check(reason === undefined || reason === heardAt[state], `${state} was told as ${reason}`);
  }
}

async function toldToCaller(
  { caller, call }: RingingCall,
  deeds: Deeds,
  state: string,
  winner: string | undefined,
  check: (holds: boolean, defect: string) => void,
): Promise<void> {
  if (deeds.left) return;
  const name = state === 'accepted' ? 'participant_create' : 'disconnect';
  await caller.until(
    () => caller.heard(call.uuid, name).length > 0,
    () => `the caller was not told of ${state}`,
  );
  const data = z.looseObject({ uuid: z.string().optional(), reason: z.string().optional() });
  const told = caller.heard(call.uuid, name).map((event) => data.parse(event.data));
  if (state === 'accepted') {
    check(
      told.some(({ uuid }) => uuid === winner),
      'the caller was told of somebody else',
    );
  } else {
    check(told.length === 1, `the caller was told of the end ${told.length} times`);
    check(told[0]?.reason === state, `the caller was told ${told[0]?.reason} for ${state}`);
  }
}

/** Lets the event loop turn `count` times: an order, not a time. */
export async function ticks(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
