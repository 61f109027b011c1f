import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { origin, useEdge } from './edge';

const host = new URL(origin).host;

const document = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ summary: z.string().min(1) }))),
});

describe('The description of the API', () => {
  const edge = useEdge({ settings: { DEMO: 'true' } });

  const verbs = async () => {
    const answer = await edge().app.inject({ url: '/api/docs/json', headers: { host } });
    const { paths } = document.parse(answer.json());
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
  };

  it('names every verb of the specification, each with what it does', async () => {
    expect(await verbs()).toEqual(
      expect.arrayContaining([
        'POST /api/v3/app/user/login/verify_user.shtml',
        'POST /api/v3/app/registrations/jpush_token',
        'POST /api/v3/meet/checkJoin.shtml',
        'POST /api/registrations/{account}/new_session',
        'POST /api/registrations/{account}/refresh_session',
        'POST /api/registrations/{account}/end_session',
        'GET /api/registrations/{account}/events',
        'POST /api/services/{address}/new_session',
        'POST /api/services/{address}/ringing',
        'POST /api/services/{address}/dial',
        'GET /api/services/{address}/events',
        'POST /api/services/{address}/participants/{uuid}/calls',
        'POST /api/services/{address}/participants/{uuid}/calls/{call}/new_candidate',
        'GET /api/config',
        'POST /api/invitation',
        'POST /api/demo/session',
        'GET /api/my/session',
        'PUT /api/my/blocked/{address}',
        'POST /api/my/devices/{id}/ring',
        'PATCH /api/rooms/{address}',
        'POST /api/admin/accounts/{id}/invitation',
        'GET /api/admin/health',
      ]),
    );
  });

  it('is a page as well, without scripts or foreign files', async () => {
    const answer = await edge().app.inject({ url: '/api/docs', headers: { host } });
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(answer.body).toContain('/api/services/{address}/new_session');
    expect(answer.body).not.toMatch(/<script|https?:\/\/(?!ringway\.test)[^"]*\.(js|css)/);
    expect(answer.headers['content-security-policy']).toContain("script-src 'self';");
  });
});
