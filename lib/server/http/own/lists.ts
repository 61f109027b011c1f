import * as z from 'zod';
import { success, successSchema } from '@/lib/platform/envelope';
import { callsResultPageSchema, personSchema } from '@/lib/platform/own';
import { findPeople } from '../../accounts/people';
import { markCallsSeen, myCalls } from '../../history/history';
import { answers } from '../answers';
import { browserOf, readerOf } from '../authority';
import type { App, Edge } from '../edge';

const tags = ['my'];

/** How many entries a list gives at most, and if nobody says how many. */
const limit = z.coerce.number().int().min(1).max(100).default(50);

/** People and calls: what one dials from (platform-api.md, section 6). */
export function ownListRoutes(app: App, edge: Edge): void {
  const { context } = edge;

  app.get(
    '/api/my/people',
    {
      schema: {
        tags,
        summary: 'Find people of one’s organisation by name, address, short number',
        querystring: z.object({ query: z.string().max(200).optional(), limit }),
        response: answers(successSchema(z.array(personSchema))),
      },
    },
    async (request) =>
      success(await findPeople(context, await readerOf(edge, request), request.query)),
  );

  app.get(
    '/api/my/calls',
    {
      schema: {
        tags,
        summary: 'The account’s calls, the newest first',
        querystring: z.object({ before: z.string().max(100).optional(), limit }),
        response: answers(successSchema(callsResultPageSchema)),
      },
    },
    async (request) => {
      const { account } = await readerOf(edge, request);
      return success(await myCalls(context, account, request.query));
    },
  );

  app.post(
    '/api/my/calls/seen',
    {
      schema: {
        tags,
        summary: 'Missed calls were seen, on all devices',
        response: answers(successSchema(z.null())),
      },
    },
    async (request) => {
      const { account } = await browserOf(edge, request);
      await markCallsSeen(context, account);
      return success(null);
    },
  );
}
