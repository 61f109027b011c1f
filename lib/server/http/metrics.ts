import { createHash, timingSafeEqual } from 'node:crypto';
import type { App, Edge } from './edge';
import { refuse } from './errors';
import { headerOf } from './requests';

/** `/metrics` in Prometheus' text format, for whoever has METRICS_TOKEN; without that setting there is none. */
export function metricsRoutes(app: App, { context }: Edge): void {
  const { metricsToken } = context.settings;
  if (metricsToken === null) return;
  const expected = digest(metricsToken);

  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const [, given = ''] = /^bearer +(\S+)$/i.exec(headerOf(request, 'authorization') ?? '') ?? [];
    if (!timingSafeEqual(digest(given), expected)) {
      refuse('unauthorized', 'Send METRICS_TOKEN as a bearer token.');
    }
    return reply
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(await context.metrics.text());
  });
}

/** Of equal length whatever was sent, for a comparison in constant time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
