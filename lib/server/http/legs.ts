import * as z from 'zod';
import {
  ackBodySchema,
  callsBodySchema,
  callsResultSchema,
  newCandidateBodySchema,
  updateBodySchema,
} from '@/lib/platform/direct-media';
import { success, successSchema } from '@/lib/platform/envelope';
import { legRecordBytes, legRecordSchema } from '@/lib/platform/leg-record';
import { recordLeg } from '../calls/leg-records';
import { acknowledgeLeg, disconnectLeg, openLeg, sendCandidates, updateLeg } from '../calls/legs';
import { answers } from './answers';
import { maybe } from './bodies';
import type { App, Edge } from './edge';
import { granted } from './errors';
import { limits } from './limits';
import { participantNamed } from './room-authority';

const tags = ['legs'];
const calls = '/api/services/:address/participants/:uuid/calls';
const bodyLimit = limits.legBodyBytes;
const mine = z.object({ address: z.string(), uuid: z.string().max(64) });
const leg = z.object({ ...mine.shape, call: z.string().max(64) });

/** The exchange of SDP and candidates between two participants (direct-media.md). */
export function legRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  const opened = answers(successSchema(callsResultSchema));
  const accepted = answers(successSchema(z.literal(true)));
  const nothing = answers(successSchema(z.null()));

  app.post(
    calls,
    {
      bodyLimit,
      schema: {
        tags,
        summary: 'Open a leg with an offer',
        params: mine,
        body: callsBodySchema,
        response: opened,
      },
    },
    async (request) => {
      const me = await participantNamed(edge, request, request.params.uuid);
      return success(granted(await openLeg(context, me, request.body)));
    },
  );

  app.post(
    `${calls}/:call/ack`,
    {
      bodyLimit,
      schema: {
        tags,
        summary: 'Answer an offer, or say that it was ignored',
        params: leg,
        body: maybe(ackBodySchema),
        response: accepted,
      },
    },
    async (request) => {
      const { uuid, call } = request.params;
      const me = await participantNamed(edge, request, uuid);
      granted(await acknowledgeLeg(context, me, call, request.body ?? {}));
      return success(true as const);
    },
  );

  app.post(
    `${calls}/:call/update`,
    {
      bodyLimit,
      schema: {
        tags,
        summary: 'A new offer on a leg',
        params: leg,
        body: updateBodySchema,
        response: opened,
      },
    },
    async (request) => {
      const { uuid, call } = request.params;
      const me = await participantNamed(edge, request, uuid);
      return success(granted(await updateLeg(context, me, call, request.body.sdp)));
    },
  );

  app.post(
    `${calls}/:call/new_candidate`,
    {
      bodyLimit,
      schema: {
        tags,
        summary: 'One candidate, or several at once',
        params: leg,
        body: newCandidateBodySchema,
        response: nothing,
      },
    },
    async (request) => {
      const { uuid, call } = request.params;
      const me = await participantNamed(edge, request, uuid);
      granted(await sendCandidates(context, me, call, request.body));
      return success(null);
    },
  );

  app.post(
    `${calls}/:call/record`,
    {
      bodyLimit: legRecordBytes,
      schema: {
        tags,
        summary: 'How a leg was, once it is over: nothing of its content',
        params: leg,
        body: legRecordSchema,
        response: nothing,
      },
    },
    async (request) => {
      const { uuid, call } = request.params;
      const me = await participantNamed(edge, request, uuid);
      return success(granted(await recordLeg(context, me, call, request.body)));
    },
  );

  app.post(
    `${calls}/:call/disconnect`,
    {
      schema: {
        tags,
        summary: 'End a leg',
        params: leg,
        body: maybe(z.looseObject({})),
        response: nothing,
      },
    },
    async (request) => {
      const { uuid, call } = request.params;
      const me = await participantNamed(edge, request, uuid);
      granted(await disconnectLeg(context, me, call));
      return success(null);
    },
  );
}
