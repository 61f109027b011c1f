import type { PushProviderName } from '@/lib/platform/pushes';
import type { OutgoingPush, PushProvider, PushResult, PushTarget } from '@/lib/server/push/push';

/** A push that a {@link ScriptedProvider} was given, and its answer to come. */
interface Given<Target extends PushTarget> {
  readonly push: OutgoingPush<Target>;
  answer(result: PushResult): void;
}

const accepted: PushResult = { state: 'accepted', status: 200, providerId: null };

/** A provider whose answers a test decides: for the rules of the dispatch, in virtual time. */
export class ScriptedProvider<
  Name extends PushProviderName,
  Target extends PushTarget = Extract<PushTarget, { provider: Name }>,
> implements PushProvider<Target> {
  readonly name: Name;
  /** Everything that was to be sent, in its order. */
  readonly given: Given<Target>[] = [];
  /** What it answers by itself; undefined: it waits for {@link Given.answer}. */
  script: (push: OutgoingPush<Target>) => PushResult | undefined = () => accepted;
  #closed: (() => void)[] = [];

  constructor(name: Name) {
    this.name = name;
  }

  warm(): void {
    // There is nothing to open.
  }

  send(push: OutgoingPush<Target>): Promise<PushResult> {
    if (push.isDropped()) return Promise.resolve({ state: 'dropped' });
    push.note('sent');
    return new Promise((resolve) => {
      this.given.push({ push, answer: resolve });
      this.#closed.push(() => resolve({ state: 'failed', status: null, reason: 'closed' }));
      const result = this.script(push);
      if (result !== undefined) resolve(result);
    });
  }

  states(): readonly never[] {
    return [];
  }

  check(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    for (const end of this.#closed) end();
    return Promise.resolve();
  }
}
