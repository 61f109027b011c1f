import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { App, Edge } from './edge';
import { describeApi } from './openapi-page';
import { policyOfPage, sendPageHeaders } from './security';

const tags = [
  { name: 'sign-in', description: 'Signing in, and the links that set a password' },
  { name: 'registrations', description: 'Which device rings when an account is called' },
  { name: 'calls', description: 'Calling, answering, joining, and what one does in a room' },
  { name: 'legs', description: 'The exchange of SDP and candidates between two participants' },
  { name: 'events', description: 'Streams of events' },
  { name: 'my', description: 'What a person reads and sets for the own account' },
  { name: 'rooms', description: 'One’s own meetings' },
  { name: 'admin', description: 'What administrators and operators do' },
  { name: 'health', description: 'What the server says of itself' },
];

const title = 'Ringway';

/** Describes every verb from its schemas at `/api/docs`; stands before the routes that it describes. */
export async function describedApi(app: App, { context }: Edge): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title,
        version: '1',
        description: 'The calling platform’s API, and what Ringway adds to it.',
      },
      servers: [{ url: context.settings.origin }],
      tags,
      components: {
        securitySchemes: {
          token: { type: 'apiKey', in: 'header', name: 'token' },
          session: { type: 'apiKey', in: 'cookie', name: 'ringway' },
          credentials: { type: 'apiKey', in: 'header', name: 'X-Cloud-Authorization' },
          basic: { type: 'http', scheme: 'basic' },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
}

/** The description itself, for programs and for people. */
export function apiDescriptionRoutes(app: App): void {
  let page: string | undefined;
  app.get('/api/docs/json', { schema: { hide: true } }, () => app.swagger());
  app.get('/api/docs', { schema: { hide: true } }, async (request, reply) => {
    page ??= describeApi(app.swagger());
    const host = request.headers.host ?? '';
    sendPageHeaders(reply, policyOfPage({ scripts: [], host, livekit: null }));
    return reply.type('text/html; charset=utf-8').send(page);
  });
}
