import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { success, successSchema } from '@/lib/platform/envelope';
import {
  deviceChangeSchema,
  deviceEntrySchema,
  pairingBodySchema,
  pairingJoinBodySchema,
  pairingSchema,
  pushSubscriptionSchema,
} from '@/lib/platform/own';
import type { BrowserAuthority, RegistrationAuthority } from '../../authority';
import { ringDevice } from '../../calls/ring-test';
import { changeDevice, myDevices, removeDevice } from '../../devices/my-devices';
import { joinPairing, separate, startPairing } from '../../devices/pairing';
import { subscribe, unsubscribe } from '../../devices/web-push';
import { answers } from '../answers';
import { maybe } from '../bodies';
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
    {
      schema: {
        tags,
        summary: 'Ring that device alone, for a test',
        params,
        response: answers(successSchema(z.object({ test: z.string() }))),
      },
    },
    async (request) => {
      const authority = await ownerOf(edge, request, request.params.id);
      return success(granted(await ringDevice(context, authority.account, request.params.id)));
    },
  );

  webPushRoutes(app, edge);
  pairingRoutes(app, edge);
}

function webPushRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  const nothing = answers(successSchema(z.null()));

  app.put(
    '/api/my/devices/:id/push',
    {
      schema: {
        tags,
        summary: 'Keep this browser’s web push subscription',
        params,
        body: pushSubscriptionSchema,
        response: nothing,
      },
    },
    async (request) => {
      const { id } = request.params;
      const authority = await ownerOf(edge, request, id);
      return success(granted(await subscribe(context, authority, id, request.body)));
    },
  );

  app.delete(
    '/api/my/devices/:id/push',
    {
      schema: {
        tags,
        summary: 'Forget this browser’s web push subscription',
        params,
        response: nothing,
      },
    },
    async (request) => {
      const { id } = request.params;
      const authority = await ownerOf(edge, request, id);
      return success(granted(await unsubscribe(context, authority, id)));
    },
  );
}

function pairingRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  const nothing = answers(successSchema(z.null()));

  app.post(
    '/api/my/pairing',
    {
      schema: {
        tags,
        summary: 'A code by which another device becomes one with this one',
        body: maybe(pairingBodySchema),
        response: answers(successSchema(pairingSchema)),
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await startPairing(context, authority, request.body?.device)));
    },
  );

  app.post(
    '/api/my/pairing/join',
    {
      schema: {
        tags,
        summary: 'Become one device with the one that shows the code',
        body: pairingJoinBodySchema,
        response: nothing,
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await joinPairing(context, authority, request.body)));
    },
  );

  app.delete(
    '/api/my/devices/:id/channels/:channel',
    {
      schema: {
        tags,
        summary: 'Separate a part from a device again',
        params: z.object({ id: z.string().max(100), channel: z.string().max(120) }),
        response: nothing,
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      const { id, channel } = request.params;
      return success(granted(await separate(context, authority, id, channel)));
    },
  );
}

/** Who may act for a device: its account's browser session, or its own registration (section 6). */
async function ownerOf(
  edge: Edge,
  request: FastifyRequest,
  device: string,
): Promise<BrowserAuthority | RegistrationAuthority> {
  const token = tokenOf(request, 'header');
  if (token === undefined) return browserOf(edge, request);
  const authority = await registrationOf(edge, token);
  if (authority.device === device || authority.part === device) return authority;
  return refuse(
    'forbidden',
    'A registration acts for its own device alone. Sign in to act for others.',
  );
}
