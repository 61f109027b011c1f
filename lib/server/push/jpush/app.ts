import * as z from 'zod/mini';
import type { Logger } from 'pino';
import type { ProviderState, ProviderVerdict } from '@/lib/platform/pushes';
import type { Clock } from '@/lib/server/clock';
import type { JPushAppKey, JPushCredentials } from '../app-keys';
import { attemptInTime, whyNot, type Attempt } from '../attempts';
import { createLanes } from '../lanes';
import type { JPushTarget, OutgoingPush, PushResult } from '../push';
import { judge, refusalOfBatch, type Judgement } from './answers';
import {
  batchBody,
  batchSize,
  json,
  readBatch,
  readSingle,
  singleBody,
  type BatchEntry,
  type JPushParcel,
} from './batch';
import { createCidPool } from './cids';
import { createJPushCalls, type JPushAnswer } from './http';
import { contentOf, type JPushContent } from './message';
import { createRateWindow } from './rate';

/** One app at JPush: its pushes, its limits and how its credentials do. */
export interface JPushApp {
  warm(): void;
  send(push: OutgoingPush<JPushTarget>): Promise<PushResult>;
  state(): ProviderState;
  check(): Promise<void>;
}

interface Waiting {
  readonly push: OutgoingPush<JPushTarget>;
  readonly parcel: JPushParcel;
  readonly tell: (attempt: Attempt) => void;
}

/** So many calls are under way at once; each waits for an answer of up to 5 s. */
const laneCount = 64;

const cidsSchema = z.object({ cidlist: z.array(z.string()).check(z.minLength(1)) });

/**
 * An app's client. Every ring has its own one-time token, so no two bodies are equal and the list of
 * RegistrationIDs of `/v3/push` holds one. JPush's verb for different contents,
 * `/v3/push/batch/regid/single`, takes up to 1,000, but only of apps that are VIP: these are given more
 * than ten cids at once, which is how they are known. Their pushes of one moment go together; should
 * JPush refuse the verb all the same (2006, 2007), each goes by itself, with the same cid.
 */
export function createJPushApp(
  appKey: JPushAppKey,
  credentials: JPushCredentials,
  { url, clock, log, closed }: { url: string; clock: Clock; log: Logger; closed: AbortSignal },
): JPushApp {
  const call = createJPushCalls(url, credentials, clock, closed);
  const rate = createRateWindow(clock);
  const lanes = createLanes(laneCount);
  const cids = createCidPool(clock, fetchCids);
  const { environment } = credentials;
  let seen: { verdict: ProviderVerdict; detail: string } = { verdict: 'not_checked', detail: '' };
  let checked: string | null = null;
  let mayBatch = true;
  let queue: Waiting[] = [];

  function learn(verdict: ProviderVerdict | null, detail: string) {
    if (verdict === null) return;
    if (verdict !== seen.verdict) log.info({ app_key: appKey.key, verdict, detail }, 'JPush');
    seen = { verdict, detail };
    checked = new Date(clock.now()).toISOString();
  }

  /** The failure of a call that the window does not allow, or that was not answered. */
  function again(reason: string, status: number | null, notBefore: number | null): Attempt {
    if (reason !== 'closed') learn(reason === 'out_of_quota' ? reason : 'unreachable', reason);
    return { kind: 'again', status, reason, notBefore };
  }

  async function ask(path: string, body: string | null): Promise<JPushAnswer> {
    const answer = await call(path, body);
    if (answer.kind === 'answer') rate.read(answer.headers);
    return answer;
  }

  function judged(status: number, entry: BatchEntry): Judgement {
    const judgement = judge(status, entry.error, entry.messageId, rate.resetsAt());
    learn(judgement.verdict, judgement.detail);
    return judgement;
  }

  async function fetchCids(): Promise<readonly string[] | Attempt> {
    const full = rate.take();
    if (full !== null) return again('out_of_quota', 429, full);
    const answer = await ask(`/v3/push/cid?count=${batchSize}`, null);
    if (answer.kind === 'nothing') return again(answer.reason, null, null);
    const read = z.safeParse(cidsSchema, json(answer.text));
    if (answer.status === 200 && read.success) {
      learn('ready', '');
      return read.data.cidlist;
    }
    const entry = readSingle(answer.text);
    const { attempt } = judged(answer.status === 200 ? 502 : answer.status, entry);
    return attempt;
  }

  function enqueue(push: OutgoingPush<JPushTarget>, parcel: JPushParcel): Promise<Attempt> {
    return new Promise((tell) => {
      if (queue.length === 0) setImmediate(flush);
      queue.push({ push, parcel, tell });
    });
  }

  function flush() {
    const now = queue;
    queue = [];
    if (now.length > 1 && mayBatch && cids.isVip()) {
      for (let start = 0; start < now.length; start += batchSize) {
        void sendBatch(now.slice(start, start + batchSize));
      }
    } else {
      for (const waiting of now) void sendSingle(waiting);
    }
  }

  /** Leaves out what must not be sent any more, and says so. */
  function stillWanted({ push, tell }: Waiting): boolean {
    const state = whyNot(push, clock);
    if (state !== null) tell({ kind: 'final', result: { state } });
    return state === null;
  }

  async function sendSingle(waiting: Waiting): Promise<void> {
    await lanes(async () => {
      if (!stillWanted(waiting)) return;
      const { push, parcel, tell } = waiting;
      const full = rate.take();
      if (full !== null) {
        tell(again('out_of_quota', 429, full));
        return;
      }
      push.note('sent');
      const answer = await ask('/v3/push', singleBody(parcel, environment, clock.now()));
      if (answer.kind === 'nothing') tell(again(answer.reason, null, null));
      else report(waiting, answer.status, readSingle(answer.text));
    });
  }

  async function sendBatch(all: readonly Waiting[]): Promise<void> {
    await lanes(async () => {
      const batch = all.filter(stillWanted);
      const full = batch.length > 0 ? rate.take() : null;
      if (full !== null) {
        for (const { tell } of batch) tell(again('out_of_quota', 429, full));
        return;
      }
      if (batch.length === 0) return;
      for (const { push } of batch) push.note('sent');
      const body = batchBody(
        batch.map(({ parcel }) => parcel),
        environment,
        clock.now(),
      );
      const answer = await ask('/v3/push/batch/regid/single', body);
      if (answer.kind === 'nothing') {
        for (const { tell } of batch) tell(again(answer.reason, null, null));
        return;
      }
      const whole = readSingle(answer.text);
      const refusal = refusalOfBatch(answer.status, whole.error?.code ?? null);
      if (refusal !== null) {
        mayBatch &&= refusal !== 'verb';
        for (const waiting of batch) void sendSingle(waiting);
        return;
      }
      const entryOf = readBatch(answer.text);
      for (const waiting of batch) {
        const entry = answer.status === 200 ? entryOf(waiting.parcel.cid) : whole;
        if (entry === null) waiting.tell(again('no answer for this push', answer.status, null));
        else report(waiting, entry.error && answer.status === 200 ? 400 : answer.status, entry);
      }
    });
  }

  function report({ push, tell }: Waiting, status: number, entry: BatchEntry) {
    const { attempt } = judged(status, entry);
    const words =
      attempt.kind === 'again'
        ? attempt.reason
        : 'reason' in attempt.result
          ? attempt.result.reason
          : '';
    push.note('answered', `${status} ${words}`.trim());
    tell(attempt);
  }

  async function attempt(
    push: OutgoingPush<JPushTarget>,
    content: JPushContent,
    keep: { cid: string | null },
  ): Promise<Attempt> {
    const cid = keep.cid ?? (await cids.take());
    if (typeof cid !== 'string') return cid;
    keep.cid = cid;
    const { registrationId, platform } = push.target;
    return enqueue(push, { cid, registrationId, platform, content, expiresAt: push.expiresAt });
  }

  return {
    warm: () => cids.fill(),
    send: (push) => {
      let content: JPushContent;
      try {
        content = contentOf(push.target.platform, push.message.incoming);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return Promise.resolve({ state: 'refused', status: 413, reason: 'too large' });
      }
      const keep = { cid: null };
      return attemptInTime(push, clock, closed, () => attempt(push, content, keep));
    },
    check: () => cids.fetch(),
    state: () => ({
      provider: 'jpush',
      app_key: appKey.key,
      certificate_name: appKey.certificateName,
      environment,
      topic: null,
      team: null,
      state: goodness(seen.verdict),
      ...seen,
      quota: rate.quota(),
      checked,
    }),
  };
}

function goodness(verdict: ProviderVerdict): ProviderState['state'] {
  if (verdict === 'ready') return 'good';
  return verdict === 'not_checked' || verdict === 'out_of_quota' ? 'warning' : 'bad';
}
