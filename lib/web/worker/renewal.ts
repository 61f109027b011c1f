import type { Api } from '../api';
import type { PushFacts } from '../offline/pieces';
import { putSubscription, subscribe } from '../push-subscription';

/** What renewing a subscription needs of its surroundings. */
export interface RenewalParts {
  readonly api: Api;
  readonly manager: PushManager;
  /** What was subscribed here; null where nothing was, or nobody is signed in any more. */
  readonly recall: () => Promise<PushFacts | null>;
  readonly keep: (facts: PushFacts) => Promise<void>;
  readonly tellPages: () => Promise<void>;
}

/**
 * The push service gave the subscription up: the server gets the one that the browser has made in its
 * place (`given`), or one made here, so that the device rings on though no page is open.
 */
export async function renewSubscription(
  given: PushSubscription | null | undefined,
  { api, manager, recall, keep, tellPages }: RenewalParts,
): Promise<void> {
  const facts = await recall();
  if (facts === null) return;
  const subscription = given ?? (await subscribe(manager, facts.vapidKey));
  await putSubscription(api, facts.device, subscription, facts.language);
  await keep({ ...facts, endpoint: subscription.endpoint });
  await tellPages();
}
