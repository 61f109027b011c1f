import * as z from 'zod';
import {
  endSessionBodySchema,
  ringingBodySchema,
  ringingResultSchema,
} from '@/lib/platform/calling';
import {
  cloudSuccess,
  cloudSuccessSchema,
  failureSchema,
  pinWantedSchema,
  success,
  successSchema,
} from '@/lib/platform/envelope';
import {
  checkJoinBodySchema,
  checkJoinResultsSchema,
  newSessionBodySchema,
  newSessionResultSchema,
  refreshSessionResultSchema,
} from '@/lib/platform/room';
import { checkJoin } from '../calls/check-join';
import { newSession } from '../calls/placing';
import { ringing } from '../calls/ringing';
import { endTest, ringingTest, testAuthority } from '../calls/ring-test';
import { endSession, refreshSession } from '../calls/session';
import { answers, cloudAnswers } from './answers';
import { answererOf, callerOf } from './authority';
import { maybe } from './bodies';
import type { App, Edge } from './edge';
import { granted } from './errors';
import { networkOfRequest } from './limits';
import { addressAt } from './paths';
import { headerOf } from './requests';
import { leaverOf, participantOf, ringOf } from './room-authority';
import { isFromOurPage } from './session-cookie';

const tags = ['calls'];

/** Calling, answering and leaving (platform-api.md, sections 3 and 4). */
export function serviceRoutes(app: App, edge: Edge): void {
  const { context } = edge;

  app.post(
    '/api/services/:address/new_session',
    {
      schema: {
        tags,
        summary: 'Call a person, answer, or join a meeting',
        body: maybe(newSessionBodySchema),
        response: {
          ...answers(successSchema(newSessionResultSchema)),
          403: z.union([failureSchema, pinWantedSchema]),
        },
      },
    },
    async (request) => {
      const body = request.body ?? {};
      const ring = body.token ? await ringOf(edge, body.token) : null;
      const outcome = await newSession(context, {
        address: addressAt(request, 2),
        body,
        pin: headerOf(request, 'pin'),
        authority: ring ? await answererOf(edge, body) : await callerOf(edge, request, body),
        ring,
        network: networkOfRequest(request),
        page: isFromOurPage(edge, request),
      });
      return success(granted(outcome));
    },
  );

  app.post(
    '/api/services/:address/refresh_session',
    {
      schema: {
        tags,
        summary: 'Keep a participant’s session alive',
        body: maybe(z.looseObject({})),
        response: answers(successSchema(refreshSessionResultSchema)),
      },
    },
    async (request) =>
      success(granted(await refreshSession(context, await participantOf(edge, request)))),
  );

  app.post(
    '/api/services/:address/end_session',
    {
      schema: {
        tags,
        summary: 'Hang up, cancel, or reject with the one-time token',
        body: maybe(endSessionBodySchema),
        response: answers(successSchema(z.null())),
      },
    },
    async (request) => {
      const leaver = await leaverOf(edge, request);
      granted(
        leaver.kind === 'test'
          ? await endTest(context, leaver.test)
          : await endSession(context, leaver, request.body ?? {}),
      );
      return success(null);
    },
  );

  app.post(
    '/api/services/:address/ringing',
    {
      schema: {
        tags,
        summary: 'This device rings; and what became of the invitation',
        body: maybe(ringingBodySchema),
        response: answers(successSchema(ringingResultSchema)),
      },
    },
    async (request) => {
      const token = headerOf(request, 'token');
      const test = token === undefined ? undefined : testAuthority(context, token);
      if (test) return success(granted(await ringingTest(context, test)));
      const ring = await ringOf(edge, token);
      return success(granted(await ringing(context, ring, request.body ?? {})));
    },
  );

  app.post(
    '/api/v3/meet/checkJoin.shtml',
    {
      schema: {
        tags,
        summary: 'What an address is, before joining it',
        body: checkJoinBodySchema,
        response: cloudAnswers(cloudSuccessSchema(checkJoinResultsSchema)),
      },
    },
    async (request) => {
      const authority = await callerOf(edge, request, {});
      const network = networkOfRequest(request);
      const results = granted(await checkJoin(context, { body: request.body, authority, network }));
      return cloudSuccess(results, new Date(context.clock.now()));
    },
  );
}
