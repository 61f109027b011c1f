import * as z from 'zod';
import { success, successSchema } from '@/lib/platform/envelope';
import {
  conferenceUpdateSchema,
  dialBodySchema,
  messageBodySchema,
  participantSchema,
  roleBodySchema,
  stateBodySchema,
} from '@/lib/platform/room';
import { controlRoom, removeParticipant, type Control } from '../calls/controls';
import { dial } from '../calls/dial';
import {
  changeHand,
  changeState,
  participants,
  sendMessage,
  serviceStatus,
} from '../calls/own-side';
import { answers } from './answers';
import { maybe } from './bodies';
import type { App, Edge } from './edge';
import { granted } from './errors';
import { participantNamed, participantOf } from './room-authority';

const tags = ['calls'];
const room = '/api/services/:address';
/** Clients of the platform check that these results are `true`. */
const accepted = answers(successSchema(z.literal(true)));
const params = z.object({ address: z.string(), uuid: z.string().max(64) });
const nothing = maybe(z.looseObject({}));

/** What one does in a room by the token of `new_session` (platform-api.md, section 4). */
export function inRoomRoutes(app: App, edge: Edge): void {
  readRoutes(app, edge);
  hostRoutes(app, edge);
  everyonesRoutes(app, edge);
}

function readRoutes(app: App, edge: Edge): void {
  const { context } = edge;

  app.get(
    `${room}/participants`,
    {
      schema: {
        tags,
        summary: 'Who is in',
        response: answers(successSchema(z.array(participantSchema))),
      },
    },
    async (request) => {
      const list = granted(await participants(context, await participantOf(edge, request)));
      return success([...list]);
    },
  );

  app.get(
    `${room}/service_status`,
    {
      schema: {
        tags,
        summary: 'Locked or not, and what else the room is',
        response: answers(successSchema(conferenceUpdateSchema)),
      },
    },
    async (request) =>
      success(granted(await serviceStatus(context, await participantOf(edge, request)))),
  );
}

type RoomControl = Extract<
  Control,
  { do: 'lock' | 'unlock' | 'mute_guests' | 'unmute_guests' | 'end' }
>;
type PersonControl = 'admit' | 'mute' | 'unmute';

const roomControls: readonly (readonly [string, RoomControl['do'], string])[] = [
  ['lock', 'lock', 'Let nobody in any more'],
  ['unlock', 'unlock', 'Let people in again'],
  ['muteguests', 'mute_guests', 'Mute all guests'],
  ['unmuteguests', 'unmute_guests', 'Unmute all guests'],
  ['disconnect', 'end', 'End it for all'],
];

const personControls: readonly (readonly [string, PersonControl, string])[] = [
  ['unlock', 'admit', 'Admit somebody from the waiting room'],
  ['mute', 'mute', 'Mute somebody'],
  ['unmute', 'unmute', 'Unmute somebody'],
];

function hostRoutes(app: App, edge: Edge): void {
  const { context } = edge;

  for (const [verb, command, summary] of roomControls) {
    app.post(
      `${room}/${verb}`,
      { schema: { tags, summary, body: nothing, response: accepted } },
      async (request) => {
        const authority = await participantOf(edge, request);
        granted(await controlRoom(context, authority, { do: command }));
        return success(true as const);
      },
    );
  }

  for (const [verb, command, summary] of personControls) {
    app.post(
      `${room}/participants/:uuid/${verb}`,
      { schema: { tags, summary, params, body: nothing, response: accepted } },
      async (request) => {
        const authority = await participantOf(edge, request);
        const control = { do: command, participant: request.params.uuid };
        granted(await controlRoom(context, authority, control));
        return success(true as const);
      },
    );
  }

  app.post(
    `${room}/participants/:uuid/disconnect`,
    {
      schema: {
        tags,
        summary: 'Take somebody out, or take an invitation back',
        params,
        body: nothing,
        response: accepted,
      },
    },
    async (request) => {
      const authority = await participantOf(edge, request);
      granted(await removeParticipant(context, authority, request.params.uuid));
      return success(true as const);
    },
  );

  app.post(
    `${room}/participants/:uuid/role`,
    {
      schema: {
        tags,
        summary: 'Make somebody host or guest',
        params,
        body: roleBodySchema,
        response: accepted,
      },
    },
    async (request) => {
      const authority = await participantOf(edge, request);
      const role = request.body.role === 'chair' ? 'host' : 'guest';
      const control = { do: 'set_role', participant: request.params.uuid, role } as const;
      granted(await controlRoom(context, authority, control));
      return success(true as const);
    },
  );
}

function everyonesRoutes(app: App, edge: Edge): void {
  const { context } = edge;

  app.post(
    `${room}/dial`,
    {
      schema: {
        tags,
        summary: 'Ring another address into the room',
        body: dialBodySchema,
        response: answers(
          z.object({
            status: z.literal('success'),
            result: z.array(z.string()),
            invitation: z.string(),
          }),
        ),
      },
    },
    async (request) => {
      const authority = await participantOf(edge, request);
      const { participant, invitation } = granted(await dial(context, authority, request.body));
      return { ...success([participant]), invitation };
    },
  );

  app.post(
    `${room}/message`,
    { schema: { tags, summary: 'Chat', body: messageBodySchema, response: accepted } },
    async (request) => {
      granted(await sendMessage(context, await participantOf(edge, request), request.body));
      return success(true as const);
    },
  );

  app.post(
    `${room}/participants/:uuid/buzz`,
    { schema: { tags, summary: 'Raise one’s hand', params, body: nothing, response: accepted } },
    async (request) => {
      const authority = await participantOf(edge, request);
      granted(await changeHand(context, authority, request.params.uuid, 'raised'));
      return success(true as const);
    },
  );

  app.post(
    `${room}/participants/:uuid/clearbuzz`,
    { schema: { tags, summary: 'Lower a hand', params, body: nothing, response: accepted } },
    async (request) => {
      const authority = await participantOf(edge, request);
      granted(await changeHand(context, authority, request.params.uuid, 'lowered'));
      return success(true as const);
    },
  );

  app.post(
    `${room}/participants/:uuid/state`,
    {
      schema: {
        tags,
        summary: 'What others see of one: muted, camera off, on hold, in the background',
        params,
        body: stateBodySchema,
        response: accepted,
      },
    },
    async (request) => {
      const authority = await participantNamed(edge, request, request.params.uuid);
      granted(await changeState(context, authority, request.body));
      return success(true as const);
    },
  );
}
