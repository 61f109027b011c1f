import * as z from 'zod/mini';
import { startProgram } from '../processes';
import { makeBenchKey, topic, type BenchKey } from './phones';

/** What the service in its own process is to know. */
export const serviceSettings = z.object({
  key: z.object({ team: z.string(), keyId: z.string(), publicKey: z.string() }),
  topic: z.string(),
  delay: z.number(),
});

const factsSchema = z.object({
  url: z.string(),
  authority: z.string(),
  pushes: z.int(),
  distinct: z.int(),
  opened: z.int(),
  violations: z.int(),
});

/** How to reach the service, and what it got so far. */
export type ServiceFacts = z.infer<typeof factsSchema>;

/** Apple's push service in a process of its own, and a key that it knows. */
export interface MeasuredService {
  readonly key: BenchKey;
  facts(): Promise<ServiceFacts>;
  stop(): Promise<void>;
}

/** Starts it; it takes `delay` ms to answer each push. */
export async function startService(delay: number): Promise<MeasuredService> {
  const key = makeBenchKey();
  const program = await startProgram('tests/bench/push/apns-service.ts', {
    NODE_OPTIONS: '--import tsx',
    APNS_SERVICE: JSON.stringify({ key: key.known, topic, delay }),
  });
  return {
    key,
    facts: async () => {
      const answer = await fetch(`http://127.0.0.1:${program.port}/`);
      return factsSchema.parse(await answer.json());
    },
    stop: () => program.stop(),
  };
}
