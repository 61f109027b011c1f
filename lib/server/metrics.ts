import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Row } from './store/schema';

/** What is counted, in Prometheus' words (`/metrics`); never a name, an address or a token. */
export interface Metrics {
  /** A push came to its end. */
  pushEnded(push: Row<'push'>): void;
  /** A gauge that asks when it is read. */
  watch(name: string, help: string, read: () => number): void;
  /** All figures in Prometheus' text format 0.0.4. */
  text(): Promise<string>;
}

/** The figures of this process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'ringway_' });
  const registers = [registry];
  const pushes = new Counter({
    name: 'ringway_pushes_total',
    help: 'Pushes that came to their end, by provider, purpose and outcome',
    labelNames: ['provider', 'purpose', 'outcome'],
    registers,
  });
  const attempts = new Counter({
    name: 'ringway_push_attempts_total',
    help: 'Requests to push providers, retries included',
    labelNames: ['provider'],
    registers,
  });
  const latency = new Histogram({
    name: 'ringway_push_seconds',
    help: 'From the first request to the provider’s answer',
    labelNames: ['provider'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
    registers,
  });
  return {
    pushEnded({ provider, purpose, state, attempts: count, sent_at, answered_at }) {
      pushes.inc({ provider, purpose, outcome: state });
      attempts.inc({ provider }, count);
      if (sent_at === null || answered_at === null) return;
      latency.observe({ provider }, (answered_at - sent_at) / 1_000);
    },
    watch(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    text: () => registry.metrics(),
  };
}
