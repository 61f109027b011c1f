import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { writeCredentialsHeader } from '@/lib/platform/credentials';
import { openEdge, origin } from './edge';

const host = new URL(origin).host;
const secret = (name: string) => `SECRET-${name}-SECRET`;

describe('The log', () => {
  it('holds no query, token, cookie, password or body, whatever was sent', async () => {
    const edge = await openEdge();
    const { app } = edge;
    const { account, password } = await edge.person('alice', secret('password'));
    const headers = { host, origin };
    const json = { ...headers, 'content-type': 'application/json' };
    const asked = [
      { url: `/api/registrations/alice/events?token=${secret('token')}` },
      { url: `/api/nothing?token=${secret('token')}` },
      { url: `/api/%ff?token=${secret('token')}` },
      { url: `/call?token=${secret('token')}` },
      { url: '/api/my/session', headers: { ...headers, cookie: `ringway=${secret('cookie')}` } },
      { url: '/api/my/calls', headers: { ...headers, token: secret('token') } },
      { url: '/', headers: { host: `${secret('host')}.test`, cookie: secret('cookie') } },
      {
        method: 'POST',
        url: '/api/registrations/alice/new_session',
        headers: { ...headers, authorization: writeCredentialsHeader('alice', secret('wrong')) },
        payload: { device_id: secret('device') },
      },
      {
        method: 'POST',
        url: '/api/v3/app/user/login/verify_user.shtml',
        headers,
        payload: { account, pwd: password, plat_type: 'web' },
      },
      {
        method: 'POST',
        url: '/api/v3/app/user/login/verify_user.shtml',
        headers: json,
        payload: `{"account": "alice", "pwd": ${secret('broken')}`,
      },
      { method: 'POST', url: '/api/invitation', headers, payload: { secret: secret('link') } },
    ] as const;
    for (const question of asked) {
      const answer = await app.inject({ headers: { host }, ...question });
      expect(answer.statusCode).toBeLessThan(500);
      expect(answer.body).not.toContain('SECRET-');
    }
    await sendRaw(app, `GET /${secret('line')} HTTP/9.9\r\n\r\n`);
    await edge.stop();
    expect(edge.log()).toContain('"path":"/api/registrations/alice/events"');
    expect(edge.log()).not.toContain('SECRET-');
    expect(edge.log()).not.toContain(Buffer.from(secret('wrong')).toString('base64').slice(4, 16));
  });

  it('names each request by an id of its own', async () => {
    const edge = await openEdge();
    await edge.app.inject({ url: '/api/config', headers: { host } });
    await edge.app.inject({ url: '/api/config', headers: { host } });
    await edge.stop();
    const ids = [...edge.log().matchAll(/"request":"([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(2);
  });
});

async function sendRaw(app: Awaited<ReturnType<typeof openEdge>>['app'], text: string) {
  const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    socket.on('close', () => resolve());
    socket.on('error', reject);
    socket.resume();
  });
}
