import * as z from 'zod';
import { cloudSuccess, cloudSuccessSchema, success, successSchema } from '@/lib/platform/envelope';
import {
  refreshRegistrationBodySchema,
  registrationBodySchema,
  registrationResultSchema,
} from '@/lib/platform/registration';
import {
  endDeviceRegistration,
  endRegistration,
  refreshRegistration,
  registerDevice,
} from '../devices/registration';
import { answers, cloudAnswers } from './answers';
import { registrantOf, registrationAt, tokenOf } from './authority';
import { maybe } from './bodies';
import type { App, Edge } from './edge';
import { granted } from './errors';
import { addressAt } from './paths';
import { whence } from './requests';

/** The tag of these verbs in the API's description. */
const tags = ['registrations'];

const endBodySchema = maybe(
  z.object({ ...registrationBodySchema.shape, ...refreshRegistrationBodySchema.shape }),
);

/** Register the device (platform-api.md, section 2). */
export function registrationRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  const registered = successSchema(registrationResultSchema);

  app.post(
    '/api/registrations/:account/new_session',
    {
      schema: {
        tags,
        summary: 'Register a device (public cloud, browsers)',
        body: maybe(registrationBodySchema),
        response: answers(registered),
      },
    },
    async (request) => {
      const body = request.body ?? {};
      const { userAgent } = whence(request);
      const authority = await registrantOf(edge, request, addressAt(request, 2));
      return success(granted(await registerDevice(context, authority, { ...body, userAgent })));
    },
  );

  app.post(
    '/api/v3/app/registrations/jpush_token',
    {
      schema: {
        tags,
        summary: 'Register a device (dedicated cloud)',
        body: maybe(registrationBodySchema),
        response: cloudAnswers(cloudSuccessSchema(registrationResultSchema)),
      },
    },
    async (request) => {
      const body = request.body ?? {};
      const { userAgent } = whence(request);
      const authority = await registrantOf(edge, request, body.account);
      const result = granted(await registerDevice(context, authority, { ...body, userAgent }));
      return cloudSuccess(result, new Date(context.clock.now()));
    },
  );

  app.post(
    '/api/registrations/:account/refresh_session',
    {
      schema: {
        tags,
        summary: 'Keep a registration’s session alive',
        body: maybe(refreshRegistrationBodySchema),
        response: answers(registered),
      },
    },
    async (request) => {
      const token = tokenOf(request, 'header') ?? request.body?.token;
      const authority = await registrationAt(edge, request, token);
      return success(granted(await refreshRegistration(context, authority)));
    },
  );

  app.post(
    '/api/registrations/:account/end_session',
    {
      schema: {
        tags,
        summary: 'Unregister: the device is not rung any more',
        body: endBodySchema,
        response: answers(successSchema(z.null())),
      },
    },
    async (request) => {
      const token = tokenOf(request, 'header or query') ?? request.body?.token;
      if (token !== undefined) {
        const authority = await registrationAt(edge, request, token);
        await endRegistration(context, authority);
        return success(null);
      }
      const account = await registrantOf(edge, request, addressAt(request, 2));
      return success(granted(await endDeviceRegistration(context, account, request.body ?? {})));
    },
  );
}
