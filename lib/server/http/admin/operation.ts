import * as z from 'zod';
import {
  accountIdSchema,
  adminDeviceSchema,
  finishedCallsPageSchema,
  healthSchema,
  liveCallSchema,
} from '@/lib/platform/admin';
import { success, successSchema } from '@/lib/platform/envelope';
import { accountOfDevice, listAdminDevices, removeAdminDevice } from '../../administration/devices';
import { listFinishedCalls } from '../../administration/finished-calls';
import { readHealth } from '../../administration/health';
import { scopeOf } from '../../administration/scope';
import { seeSurroundings } from '../../administration/surroundings';
import { liveCalls } from '../../calls/live';
import { ringDevice } from '../../calls/ring-test';
import { answers } from '../answers';
import { browserOf } from '../authority';
import type { App, Edge } from '../edge';
import { granted } from '../errors';
import { adminPushRoutes } from './pushes';

const tags = ['admin'];

/** Devices, live calls and health, for those who keep the server running (platform-api.md, section 6). */
export function adminOperationRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  adminDeviceRoutes(app, edge);
  adminPushRoutes(app, edge);

  app.get(
    '/api/admin/calls',
    {
      schema: {
        tags,
        summary: 'Calls that go on now',
        response: answers(successSchema(z.array(liveCallSchema))),
      },
    },
    async (request) => {
      const { organisation } = granted(scopeOf(await browserOf(edge, request)));
      return success(await liveCalls(context, organisation));
    },
  );

  app.get(
    '/api/admin/calls/finished',
    {
      schema: {
        tags,
        summary: 'Calls that are over, newest first, and how their media was',
        querystring: z.object({
          before: z.string().max(200).optional(),
          limit: z.coerce.number().int().min(1).max(200).optional(),
        }),
        response: answers(successSchema(finishedCallsPageSchema)),
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await listFinishedCalls(context, authority, request.query)));
    },
  );

  app.get(
    '/api/admin/health',
    {
      schema: {
        tags,
        summary: 'How the server is',
        response: answers(successSchema(healthSchema)),
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await readHealth(context, authority, seeSurroundings)));
    },
  );
}

function adminDeviceRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  const params = z.object({ id: z.string().max(100) });
  const nothing = answers(successSchema(z.null()));

  app.get(
    '/api/admin/devices',
    {
      schema: {
        tags,
        summary: 'Devices, of one account or of all',
        querystring: z.object({
          account: z.optional(accountIdSchema),
          limit: z.coerce.number().int().min(1).max(500).optional(),
        }),
        response: answers(successSchema(z.array(adminDeviceSchema))),
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await listAdminDevices(context, authority, request.query)));
    },
  );

  app.delete(
    '/api/admin/devices/:id',
    { schema: { tags, summary: 'Remove a device', params, response: nothing } },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await removeAdminDevice(context, authority, request.params.id)));
    },
  );

  app.post(
    '/api/admin/devices/:id/ring',
    {
      schema: {
        tags,
        summary: 'Ring a device, for a test',
        params,
        response: answers(successSchema(z.object({ test: z.string() }))),
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      const { id } = request.params;
      const account = granted(await accountOfDevice(context, authority, id));
      return success(granted(await ringDevice(context, account, id)));
    },
  );
}
