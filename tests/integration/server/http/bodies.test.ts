import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { writeCredentialsHeader } from '@/lib/platform/credentials';
import { openEdge, origin, useEdge } from './edge';

const host = new URL(origin).host;
const device = 'web__123e4567-e89b-42d3-a456-426614174000';

describe('Bodies of a registration', () => {
  const edge = useEdge();

  it.each([
    ['nothing at all', undefined, undefined],
    ['an empty body that says JSON', 'application/json', ''],
    ['{} that says JSON', 'application/json', '{}'],
    ['null that says JSON', 'application/json; charset=utf-8', 'null'],
    ['an empty form', 'application/x-www-form-urlencoded', ''],
    ['{} without a type', undefined, '{}'],
    ['{} as plain text', 'text/plain;charset=UTF-8', '{}'],
    ['JSON', 'application/json', `{"device_id":"${device}","device_type":"web"}`],
    ['a form', 'application/x-www-form-urlencoded', `device_id=${device}&device_type=web`],
    ['a form without a type', undefined, `device_id=${device}&device_type=web`],
    ['JSON as plain text', 'text/plain', `{"device_id":"${device}","device_type":"web"}`],
  ])('may be %s', async (_name, type, payload) => {
    const account = `person-${crypto.randomUUID()}`;
    const { password } = await edge().person(account);
    const answer = await edge().app.inject({
      method: 'POST',
      url: `/api/registrations/${account}/new_session`,
      headers: {
        host,
        'x-cloud-authorization': writeCredentialsHeader(account, password),
        ...(type === undefined ? {} : { 'content-type': type }),
      },
      ...(payload === undefined ? {} : { payload }),
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ status: 'success', result: { expires: '120' } });
  });

  it('poison no prototype', async () => {
    const answer = await edge().app.inject({
      method: 'POST',
      url: '/api/registrations/alice/new_session',
      headers: { host, 'content-type': 'application/json' },
      payload: '{"__proto__": {"device_type": "web"}}',
    });
    expect(answer.statusCode).toBe(400);
  });
});

describe('The account in a path', () => {
  it.each(['t%40x.test', 't%%40x.test', 't%2540x.test', 't@x.test', 'T%40X.test'])(
    'may stand as %s, byte for byte on the wire',
    async (segment) => {
      const edge = await openEdge();
      const { password } = await edge.person('t@x.test');
      const url = new URL(await edge.app.listen({ port: 0, host: '127.0.0.1' }));
      const request = [
        `POST /api/registrations/${segment}/new_session HTTP/1.1`,
        `Host: ${host}`,
        `Authorization: ${writeCredentialsHeader('t@x.test', password)}`,
        'Content-Length: 0',
        'Connection: close',
      ].join('\r\n');
      const answer = await new Promise<string>((resolve, reject) => {
        let text = '';
        const socket = connect(Number(url.port), '127.0.0.1', () =>
          socket.write(`${request}\r\n\r\n`),
        );
        socket.setEncoding('utf8').on('data', (part: string) => (text += part));
        socket.on('close', () => resolve(text)).on('error', reject);
      });
      await edge.stop();
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(answer).toContain('"status":"success"');
    },
  );
});
