import * as z from 'zod';
import {
  accountEntrySchema,
  accountIdSchema,
  accountInvitationSchema,
  accountPageSchema,
  changeAccountBodySchema,
  createAccountBodySchema,
  organisationSchema,
} from '@/lib/platform/admin';
import { success, successSchema } from '@/lib/platform/envelope';
import { changeAccount, createAccount, deleteAccount } from '../../administration/accounts';
import { inviteAccount } from '../../administration/invite-account';
import { listAccounts } from '../../administration/list-accounts';
import { createOrganisation, listOrganisations } from '../../administration/organisations';
import { answers } from '../answers';
import { browserOf } from '../authority';
import type { App, Edge } from '../edge';
import { granted } from '../errors';

const tags = ['admin'];
const params = z.object({ id: accountIdSchema });

/** Accounts and organisations, for those who administer them (platform-api.md, section 6). */
export function adminAccountRoutes(app: App, edge: Edge): void {
  const { context } = edge;
  const account = answers(successSchema(accountEntrySchema));

  app.get(
    '/api/admin/accounts',
    {
      schema: {
        tags,
        summary: 'Accounts by name, address or short number',
        querystring: z.object({
          query: z.string().max(200).optional(),
          before: z.string().max(100).optional(),
          limit: z.coerce.number().int().min(1).max(200).optional(),
        }),
        response: answers(successSchema(accountPageSchema)),
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await listAccounts(context, authority, request.query)));
    },
  );

  app.post(
    '/api/admin/accounts',
    {
      schema: {
        tags,
        summary: 'Create an account',
        body: createAccountBodySchema,
        response: account,
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await createAccount(context, authority, request.body)));
    },
  );

  app.patch(
    '/api/admin/accounts/:id',
    {
      schema: {
        tags,
        summary: 'Change, disable or enable an account',
        params,
        body: changeAccountBodySchema,
        response: account,
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      const { id } = request.params;
      return success(granted(await changeAccount(context, authority, id, request.body)));
    },
  );

  app.delete(
    '/api/admin/accounts/:id',
    {
      schema: {
        tags,
        summary: 'Delete an account',
        params,
        response: answers(successSchema(z.null())),
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await deleteAccount(context, authority, request.params.id)));
    },
  );

  app.post(
    '/api/admin/accounts/:id/invitation',
    {
      schema: {
        tags,
        summary: 'A link by which the person sets the password',
        params,
        response: answers(successSchema(accountInvitationSchema)),
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await inviteAccount(context, authority, request.params.id)));
    },
  );

  organisationRoutes(app, edge);
}

function organisationRoutes(app: App, edge: Edge): void {
  const { context } = edge;

  app.get(
    '/api/admin/organisations',
    {
      schema: {
        tags,
        summary: 'The organisations that one administers',
        response: answers(successSchema(z.array(organisationSchema))),
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await listOrganisations(context, authority)));
    },
  );

  app.post(
    '/api/admin/organisations',
    {
      schema: {
        tags,
        summary: 'Create an organisation',
        body: z.object({ name: z.string().trim().min(1).max(80) }),
        response: answers(successSchema(organisationSchema)),
      },
    },
    async (request) => {
      const authority = await browserOf(edge, request);
      return success(granted(await createOrganisation(context, authority, request.body)));
    },
  );
}
