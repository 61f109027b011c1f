import * as z from 'zod';
import { accountIdSchema } from '@/lib/platform/admin';
import { success, successSchema } from '@/lib/platform/envelope';
import { providerStateSchema, pushPageSchema, pushStates } from '@/lib/platform/pushes';
import { checkProviders, listPushes, readProviders } from '../../administration/pushes';
import { answers } from '../answers';
import { browserOf } from '../authority';
import type { App, Edge } from '../edge';
import { granted } from '../errors';

const tags = ['admin'];

/** The push log and the providers, for those who keep the server running (platform-api.md, section 6). */
export function adminPushRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  const providers = answers(successSchema(z.array(providerStateSchema)));

  app.get(
    '/api/admin/pushes',
    {
      schema: {
        tags,
        summary: 'Pushes and their journeys, newest first',
        querystring: z.object({
          account: z.optional(accountIdSchema),
          device: z.string().max(100).optional(),
          state: z.enum(pushStates).optional(),
          before: z.string().max(100).optional(),
          limit: z.coerce.number().int().min(1).max(200).optional(),
        }),
        response: answers(successSchema(pushPageSchema)),
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await listPushes(context, authority, request.query)));
    },
  );

  app.get(
    '/api/admin/pushes/providers',
    { schema: { tags, summary: 'How the push credentials do', response: providers } },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success([...granted(readProviders(context, authority))]);
    },
  );

  app.post(
    '/api/admin/pushes/check',
    { schema: { tags, summary: 'Try the push credentials, ringing nobody', response: providers } },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success([...granted(await checkProviders(context, authority))]);
    },
  );
}
