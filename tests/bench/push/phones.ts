import { appKeyOf } from '@/lib/platform/device-id';
import { makeKeyPair, type TeamKey } from '@/tests/support/push/apns/keys';
import type { Seed } from '../ringway';

const certificateName = 'apns_bench';

/** The topic of these phones' app. */
export const topic = 'com.example.bench.voip';

/** What `/metrics` is asked with. */
export const metricsToken = 'metrics-of-the-benchmark';

/** A key as an operator has it and as Apple's service keeps it. */
export interface BenchKey {
  readonly privateKey: string;
  readonly known: TeamKey;
}

/** Makes a key of the team. */
export function makeBenchKey(): BenchKey {
  const { privateKey, publicKey } = makeKeyPair();
  return { privateKey, known: { team: 'BENCHTEAM1', keyId: 'BENCHKEY01', publicKey } };
}

/** Accounts of one browser and so many iPhones each, that Ringway rings through a local service. */
export function phonesOf(
  accounts: number,
  count: number,
  key: BenchKey,
  service: { readonly url: string; readonly authority: string },
): Seed {
  const { team, keyId } = key.known;
  const appKey = { provider: 'apns', certificateName, team, keyId, key: key.privateKey, topic };
  return {
    accounts,
    devices: 1,
    phones: { count, appKey: appKeyOf(certificateName) },
    environment: {
      APP_KEYS: JSON.stringify([appKey]),
      APNS_URL: service.url,
      APNS_CA: service.authority,
      METRICS_TOKEN: metricsToken,
    },
  };
}
