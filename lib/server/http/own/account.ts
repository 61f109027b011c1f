import * as z from 'zod';
import { success, successSchema } from '@/lib/platform/envelope';
import {
  blockedEntrySchema,
  changePasswordBodySchema,
  mySessionSchema,
  profileChangeSchema,
  profileSchema,
  sessionEntrySchema,
} from '@/lib/platform/own';
import { block, listBlocked, unblock } from '../../accounts/blocked';
import { changePassword } from '../../accounts/passwords';
import { changeProfile, readMySession, readProfile } from '../../accounts/profile';
import { endSession, listSessions, revokeSession } from '../../accounts/sessions';
import { answers } from '../answers';
import { browserOf } from '../authority';
import type { App, Edge } from '../edge';
import { granted } from '../errors';
import { networkOfRequest } from '../limits';
import { addressAt } from '../paths';
import { clearSessionCookie } from '../session-cookie';

const tags = ['my'];
const nothing = answers(successSchema(z.null()));
const byId = z.object({ id: z.string().max(100) });

/** The own account: who one is, where one is signed in, password and profile (section 6). */
export function ownAccountRoutes(app: App, edge: Edge): void {
  const { context } = edge;

  app.get(
    '/api/my/session',
    { schema: { tags, summary: 'Who am I', response: answers(successSchema(mySessionSchema)) } },
    async (request) => success(await readMySession(context, await browserOf(edge, request))),
  );

  app.delete(
    '/api/my/session',
    { schema: { tags, summary: 'Sign out', response: nothing } },
    async (request, reply) => {
      await endSession(context, await browserOf(edge, request));
      clearSessionCookie(edge, request, reply);
      return success(null);
    },
  );

  app.get(
    '/api/my/sessions',
    {
      schema: {
        tags,
        summary: 'The browsers in which one is signed in',
        response: answers(successSchema(z.array(sessionEntrySchema))),
      },
    },
    async (request) => success(await listSessions(context, await browserOf(edge, request))),
  );

  app.delete(
    '/api/my/sessions/:id',
    { schema: { tags, summary: 'Sign another browser out', params: byId, response: nothing } },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await revokeSession(context, authority, request.params.id)));
    },
  );

  app.post(
    '/api/my/password',
    {
      schema: {
        tags,
        summary: 'Change the password; every other session and device is signed out',
        body: changePasswordBodySchema,
        response: nothing,
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      const change = { ...request.body, network: networkOfRequest(request) };
      return success(granted(await changePassword(context, authority, change)));
    },
  );

  const profile = answers(successSchema(profileSchema));
  app.get(
    '/api/my/profile',
    { schema: { tags, summary: 'What one has set', response: profile } },
    async (request) => success(await readProfile(context, await browserOf(edge, request))),
  );

  app.patch(
    '/api/my/profile',
    { schema: { tags, summary: 'Set it', body: profileChangeSchema, response: profile } },
    async (request) =>
      success(await changeProfile(context, await browserOf(edge, request), request.body)),
  );

  blockedRoutes(app, edge);
}

function blockedRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  const blocked = answers(successSchema(z.array(blockedEntrySchema)));

  app.get(
    '/api/my/blocked',
    { schema: { tags, summary: 'Whom one does not want to be called by', response: blocked } },
    async (request) => success(await listBlocked(context, await browserOf(edge, request))),
  );

  app.put(
    '/api/my/blocked/:address',
    { schema: { tags, summary: 'Block an address', response: blocked } },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await block(context, authority, addressAt(request, 3))));
    },
  );

  app.delete(
    '/api/my/blocked/:address',
    { schema: { tags, summary: 'Let it call again', response: nothing } },
    async (request) => {
      await unblock(context, await browserOf(edge, request), addressAt(request, 3));
      return success(null);
    },
  );
}
