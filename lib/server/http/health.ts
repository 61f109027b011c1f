import { sql } from 'kysely';
import * as z from 'zod';
import { success, successSchema, failureSchema } from '@/lib/platform/envelope';
import type { App, Edge } from './edge';
import { refuse } from './errors';
import { probeRoutes } from './probe';

const probe = successSchema(z.object({ state: z.enum(['alive', 'ready']) }));

/** Probes: `/healthz` whether the process answers, `/readyz` whether it can do its work. */
export function healthRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  probeRoutes(app, edge);
  const schema = { tags: ['health'], response: { 200: probe, 503: failureSchema } };

  app.get('/healthz', { schema: { ...schema, summary: 'Whether the process answers' } }, () =>
    success({ state: 'alive' as const }),
  );

  app.get('/readyz', { schema: { ...schema, summary: 'Whether calls can be made' } }, async () => {
    try {
      await sql`select 1`.execute(context.db);
    } catch {
      refuse('unavailable', 'The database does not answer.');
    }
    return success({ state: 'ready' as const });
  });
}
