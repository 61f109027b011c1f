import websocket from '@fastify/websocket';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { mayListen } from '../calls/presence';
import type { Receiver } from '../events/outbox';
import { openStream, type StreamWishes } from '../events/streams';
import { registrationAt, tokenOf } from './authority';
import type { App, Edge } from './edge';
import { EventSocket } from './event-socket';
import { openEventStream } from './event-stream';
import { granted, refuse } from './errors';
import { OpenStreams } from './open-streams';
import { probeSocketRoute } from './probe';
import { headerOf } from './requests';
import { participantOf } from './room-authority';
import { isFromOurPage } from './session-cookie';

const tags = ['events'];
const querystring = z.object({ token: z.string().max(500).optional() });

/** Events of registrations and rooms (platform-api.md 2 and 6, direct-media.md). */
export async function eventRoutes(app: App, edge: Edge): Promise<void> {
  const { context } = edge;
  const streams = new OpenStreams(app, edge);

  /** Carries the events of a receiver on this request's own connection. */
  async function stream(
    request: FastifyRequest,
    reply: FastifyReply,
    receiver: Receiver,
    owner: string,
  ): Promise<void> {
    streams.admit(owner);
    const events = await openStream(context, receiver, wishesOf(edge, request));
    const wire = openEventStream(reply);
    wire.onClose(streams.carry(owner, wire, events));
  }

  /** The participant whose stream this is, while there is anything to hear on it. */
  async function listenerOf(request: FastifyRequest): Promise<string> {
    const authority = await participantOf(edge, request, 'header or query');
    const { page, lastEventId } = wishesOf(edge, request);
    // A page of ours is told by its present state.
    if (!page) granted(await mayListen(context, authority, lastEventId));
    return authority.participant;
  }

  // A HEAD would open a stream, in place of the one that its receiver has, and never be answered.
  app.get(
    '/api/registrations/:account/events',
    {
      exposeHeadRoute: false,
      schema: { tags, summary: 'Events of a device, as Server-Sent Events', querystring },
    },
    async (request, reply) => {
      const token = tokenOf(request, 'header or query');
      const { registration, account } = await registrationAt(edge, request, token);
      const receiver: Receiver = { kind: 'registration', id: registration };
      await stream(request, reply, receiver, `account ${account.id}`);
    },
  );

  app.get(
    '/api/services/:address/events',
    {
      exposeHeadRoute: false,
      schema: { tags, summary: 'Events of a room, as Server-Sent Events', querystring },
    },
    async (request, reply) => {
      const participant = await listenerOf(request);
      const receiver: Receiver = { kind: 'participant', id: participant };
      await stream(request, reply, receiver, `participant ${participant}`);
    },
  );

  await app.register(websocket, {
    options: { maxPayload: 4_096, perMessageDeflate: false },
    errorHandler: (_error, socket) => socket.terminate(),
    // OpenStreams ends its sockets itself, each in order.
    preClose: (done) => done(),
  });
  // In a scope of its own: only there is the handler one of WebSockets.
  await app.register(async (scope) => {
    probeSocketRoute(scope);
    scope.get(
      '/wapi/services/:address/wsevents',
      {
        websocket: true,
        // Before the upgrade, so that a refusal has its status.
        preValidation: async (request) => {
          if (!request.ws) refuse('bad_request', 'Connect by WebSocket here.');
          await listenerOf(request);
        },
      },
      async (socket, request) => {
        const participant = await listenerOf(request);
        const receiver: Receiver = { kind: 'participant', id: participant };
        const events = await openStream(context, receiver, wishesOf(edge, request));
        const wire = new EventSocket(socket);
        wire.onClose(streams.carry(`participant ${participant}`, wire, events));
      },
    );
  });
}

/** What the client of a stream says of itself. */
function wishesOf(edge: Edge, request: FastifyRequest): StreamWishes {
  const last = headerOf(request, 'last-event-id') ?? '';
  return {
    page: isFromOurPage(edge, request),
    ...(/^\d{1,15}$/.test(last) ? { lastEventId: Number(last) } : {}),
  };
}
