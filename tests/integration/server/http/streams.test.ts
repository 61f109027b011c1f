import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { writeCredentialsHeader } from '@/lib/platform/credentials';
import { failureSchema } from '@/lib/platform/envelope';
import { limits } from '@/lib/server/http/limits';
import { createVirtualClock } from '../../../support/virtual-clock';
import { openEdge, type EdgeWishes, type TestEdge } from './edge';

/** An open stream: what it brought so far, and a wait for what it shall bring. */
interface Listening {
  readonly response: IncomingMessage;
  text(): string;
  until(part: string): Promise<void>;
}

describe('Event streams', () => {
  let edge: TestEdge | undefined;
  const begun: IncomingMessage[] = [];
  afterEach(async () => {
    for (const response of begun.splice(0)) response.destroy();
    await edge?.stop();
    edge = undefined;
  });

  async function start(wishes: EdgeWishes = {}) {
    edge = await openEdge({ settings: { ORIGIN: 'http://127.0.0.1' }, ...wishes });
    const url = await edge.app.listen({ port: 0, host: '127.0.0.1' });
    const { account, password } = await edge.person('alice');
    const register = async () => {
      const answer = await fetch(`${url}/api/registrations/alice/new_session`, {
        method: 'POST',
        headers: { authorization: writeCredentialsHeader(account, password) },
      });
      const { result } = (await answer.json()) as { result: { token: string; device: string } };
      return result;
    };
    return { edge, url, register };
  }

  function ask(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      request(url, { headers, agent: false }, (response) => {
        begun.push(response);
        resolve(response);
      })
        .on('error', reject)
        .end();
    });
  }

  async function listen(url: string, headers: Record<string, string> = {}): Promise<Listening> {
    const response = await ask(url, headers);
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    const until = async (part: string): Promise<void> => {
      while (!text.includes(part)) await once(response, 'data');
    };
    return { response, text: () => text, until };
  }

  const eventsOf = (url: string) => `${url}/api/registrations/alice/events`;

  it('open at once, for every origin, and are never stored', async () => {
    const { url, register } = await start();
    const { token } = await register();
    const stream = await listen(`${eventsOf(url)}?token=${token}`);
    expect(stream.response.statusCode).toBe(200);
    expect(stream.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'access-control-allow-origin': '*',
      'x-accel-buffering': 'no',
    });
    await stream.until(':\n\n');
  });

  it('tell our page the present state first, and others nothing', async () => {
    const { url, register } = await start();
    const page = await listen(eventsOf(url), {
      token: (await register()).token,
      origin: 'http://127.0.0.1',
    });
    await page.until('event: present\ndata: {"invitations":[],"rooms":[]}\n\n');
    const outside = await listen(eventsOf(url), { token: (await register()).token });
    await outside.until(':\n\n');
    expect(outside.text()).not.toContain('present');
  });

  it('number their events, and go on after the last that was got', async () => {
    const { edge: open, url, register } = await start();
    const { token } = await register();
    const id = open.context.tokens.read(token)?.id ?? '';
    const first = await listen(eventsOf(url), { token, origin: 'http://127.0.0.1' });
    await first.until('present');
    await open.context.db
      .insertInto('event')
      .values(
        [1, 2].map((n) => ({
          receiver: id,
          n,
          room_id: null,
          name: 'calls_changed',
          data: 'null',
          created_at: open.context.clock.now(),
        })),
      )
      .execute();
    await open.context.db
      .updateTable('registration')
      .set({ event_n: 2 })
      .where('id', '=', id)
      .execute();
    open.context.bus.publish(`receiver:${id}`);
    await first.until('id: 2\nevent: calls_changed\ndata: null\n\n');
    expect(first.text()).toContain('id: 1\nevent: calls_changed\ndata: null\n\n');
    const second = await listen(eventsOf(url), {
      token,
      origin: 'http://127.0.0.1',
      'last-event-id': '1',
    });
    await second.until('id: 2\n');
    expect(second.text()).not.toContain('id: 1\n');
  });

  it('are kept open by one clock', async () => {
    const clock = createVirtualClock();
    const { url, register } = await start({ overrides: { clock } });
    const stream = await listen(eventsOf(url), { token: (await register()).token });
    await stream.until(':\n\n');
    expect(stream.text()).toBe(':\n\n');
    clock.advance(limits.heartbeatMilliseconds);
    await stream.until(':\n\n:\n\n');
    clock.advance(limits.heartbeatMilliseconds);
    await stream.until(':\n\n:\n\n:\n\n');
  });

  it('give way to a newer one', async () => {
    const { url, register } = await start();
    const { token } = await register();
    const older = await listen(eventsOf(url), { token });
    const ended = once(older.response, 'end');
    const newer = await listen(eventsOf(url), { token });
    await ended;
    expect(newer.response.complete).toBe(false);
  });

  it('are opened by GET alone: a HEAD takes nothing over', async () => {
    const { url, register } = await start();
    const { token } = await register();
    const open = await listen(eventsOf(url), { token });
    const answer = await fetch(eventsOf(url), { method: 'HEAD', headers: { token } });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET');
    expect(open.response.complete).toBe(false);
  });

  it('are refused with words to whoever may not hear them', async () => {
    const { edge: open, url, register } = await start();
    await open.person('bob');
    const { token } = await register();
    const refused = [
      await ask(eventsOf(url)),
      await ask(`${eventsOf(url)}?token=AAAA.BBBB`),
      await ask(`${url}/api/registrations/bob/events?token=${token}`),
      await ask(`${url}/api/services/alice/events?token=${token}`),
    ];
    for (const response of refused) {
      expect(response.statusCode).toBe(401);
      const [body] = (await once(response, 'data')) as [Buffer];
      expect(failureSchema.parse(JSON.parse(body.toString())).reason).toBe('unauthorized');
    }
  });

  it('are so many an account, and a closed one makes room', async () => {
    const { url, register } = await start({ options: { streamsPerAccount: 2 } });
    const tokens = [await register(), await register(), await register()].map(({ token }) => token);
    const [one = '', two = '', three = ''] = tokens;
    const first = await listen(eventsOf(url), { token: one });
    await listen(eventsOf(url), { token: two });
    const refused = await ask(eventsOf(url), { token: three });
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    first.response.destroy();
    let status = 429;
    while (status === 429) status = (await ask(eventsOf(url), { token: three })).statusCode ?? 0;
    expect(status).toBe(200);
  });

  it('are cut when their client does not read', async () => {
    const { edge: open, url, register } = await start();
    const { token } = await register();
    const id = open.context.tokens.read(token)?.id ?? '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      `GET /api/registrations/alice/events HTTP/1.1\r\nHost: 127.0.0.1\r\ntoken: ${token}\r\n\r\n`,
    );
    await once(socket, 'data');
    socket.pause();
    const count = () =>
      new Promise<number>((resolve, reject) =>
        open.app.server.getConnections((error, connections) =>
          error ? reject(error) : resolve(connections),
        ),
      );
    const before = await count();
    const data = JSON.stringify('x'.repeat(500_000));
    for (let n = 1; (await count()) >= before && n < 200; n += 1) {
      await open.context.db
        .insertInto('event')
        .values({ receiver: id, n, room_id: null, name: 'calls_changed', data, created_at: 0 })
        .execute();
      open.context.bus.publish(`receiver:${id}`);
    }
    expect(await count()).toBeLessThan(before);
    socket.destroy();
  });

  it('end in order when the server stops, and say when to come back', async () => {
    const { edge: open, url, register } = await start();
    const { token } = await register();
    const stream = await listen(eventsOf(url), { token });
    await stream.until(':\n\n');
    await Promise.all([open.stop(), once(stream.response, 'end')]);
    edge = undefined;
    expect(stream.text().endsWith(`retry: ${limits.streamRetryMilliseconds}\n\n`)).toBe(true);
  });

  it('leave nothing behind that keeps the server from stopping', async () => {
    const { edge: open, url, register } = await start();
    const { token } = await register();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      `GET /api/registrations/alice/events HTTP/1.1\r\nHost: 127.0.0.1\r\ntoken: ${token}\r\n\r\n`,
    );
    await once(socket, 'data');
    socket.on('data', () => undefined);
    await Promise.all([open.stop(), once(socket, 'close')]);
    edge = undefined;
  });

  describe('as WebSockets', () => {
    const socketOf = (url: string, query: string) =>
      new WebSocket(`${url.replace('http', 'ws')}/wapi/services/alice/wsevents${query}`);

    it.each(['', '?token=', '?token=AAAA.BBBB'])(
      'are refused before they open: "%s"',
      async (query) => {
        const { url } = await start();
        const socket = socketOf(url, query);
        const [, response] = (await once(socket, 'unexpected-response')) as [
          unknown,
          IncomingMessage,
        ];
        expect(response.statusCode).toBe(401);
        expect(response.headers['content-type']).toMatch(/json/);
        response.destroy();
      },
    );

    it('want to be asked as such', async () => {
      const { url } = await start();
      const answer = await fetch(`${url}/wapi/services/alice/wsevents?token=x`);
      expect(answer.status).toBe(400);
    });
  });
});
