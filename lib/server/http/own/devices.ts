import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { success, successSchema } from '@/lib/platform/envelope';
import { deviceChangeSchema, deviceEntrySchema } from '@/lib/platform/own';
import type { AccountAuthority } from '../../authority';
import { ringDevice } from '../../calls/ring-test';
import { changeDevice, myDevices, removeDevice } from '../../devices/my-devices';
import { answers } from '../answers';
import { browserOf, registrationOf, tokenOf } from '../authority';
import type { App, Edge } from '../edge';
import { granted, refuse } from '../errors';

const tags = ['my'];
const params = z.object({ id: z.string().max(100) });

/** One's devices (platform-api.md, section 6). */
export function ownDeviceRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  const nothing = answers(successSchema(z.null()));

  app.get(
    '/api/my/devices',
    {
      schema: {
        tags,
        summary: 'One’s devices, and whether each rings',
        response: answers(successSchema(z.array(deviceEntrySchema))),
      },
    },
    async (request) => success(await myDevices(context, await browserOf(edge, request))),
  );

  app.patch(
    '/api/my/devices/:id',
    {
      schema: {
        tags,
        summary: 'Name a device, or switch its ringing',
        params,
        body: deviceChangeSchema,
        response: answers(successSchema(deviceEntrySchema)),
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      const { id } = request.params;
      return success(granted(await changeDevice(context, authority, id, request.body)));
    },
  );

  app.delete(
    '/api/my/devices/:id',
    { schema: { tags, summary: 'Remove a device', params, response: nothing } },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await removeDevice(context, authority, request.params.id)));
    },
  );

  app.post(
    '/api/my/devices/:id/ring',
    { schema: { tags, summary: 'Ring that device alone, for a test', params, response: nothing } },
    async (request) => {
      const authority = await ringerOf(edge, request, request.params.id);
      granted(await ringDevice(context, authority.account, request.params.id));
      return success(null);
    },
  );
}

/** Who may ring a device: its account's browser session, or its own registration (section 6). */
async function ringerOf(
  edge: Edge,
  request: FastifyRequest,
  device: string,
): Promise<AccountAuthority> {
  const token = tokenOf(request, 'header');
  if (token === undefined) return browserOf(edge, request);
  const authority = await registrationOf(edge, token);
  if (authority.device === device) return authority;
  return refuse('forbidden', 'A registration rings its own device alone. Sign in to ring others.');
}
