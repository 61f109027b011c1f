import * as z from 'zod';
import { success, successSchema } from '@/lib/platform/envelope';
import { createRoomBodySchema, roomChangeSchema, roomEntrySchema } from '@/lib/platform/own';
import {
  changeMeeting,
  createMeeting,
  deleteMeeting,
  listMeetings,
  readMeeting,
} from '../../meetings/meetings';
import { answers } from '../answers';
import { browserOf } from '../authority';
import { maybe } from '../bodies';
import type { App, Edge } from '../edge';
import { granted } from '../errors';
import { addressAt } from '../paths';

const tags = ['rooms'];

/** One's meetings (platform-api.md, section 6). */
export function roomRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  const room = answers(successSchema(roomEntrySchema));

  app.get(
    '/api/rooms',
    {
      schema: {
        tags,
        summary: 'One’s meetings',
        response: answers(successSchema(z.array(roomEntrySchema))),
      },
    },
    async (request) => success(await listMeetings(context, await browserOf(edge, request))),
  );

  app.post(
    '/api/rooms',
    {
      schema: {
        tags,
        summary: 'Create a meeting',
        body: maybe(createRoomBodySchema),
        response: room,
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await createMeeting(context, authority, request.body ?? {})));
    },
  );

  app.get(
    '/api/rooms/:address',
    { schema: { tags, summary: 'One meeting', response: room } },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await readMeeting(context, authority, addressAt(request, 2))));
    },
  );

  app.patch(
    '/api/rooms/:address',
    { schema: { tags, summary: 'Change it', body: roomChangeSchema, response: room } },
    async (request) => {
      const authority = await browserOf(edge, request);
      const address = addressAt(request, 2);
      return success(granted(await changeMeeting(context, authority, address, request.body)));
    },
  );

  app.delete(
    '/api/rooms/:address',
    { schema: { tags, summary: 'Delete it', response: answers(successSchema(z.null())) } },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await deleteMeeting(context, authority, addressAt(request, 2))));
    },
  );
}
