import type { FastifyInstance, FastifyRequest } from 'fastify';
import { success, successSchema } from '@/lib/platform/envelope';
import { probeEvents, probeGreeting, probeSchema, type Probe } from '@/lib/platform/probe';
import { answers } from './answers';
import type { App, Edge } from './edge';
import { openEventStream } from './event-stream';
import { refuse } from './errors';
import { limits } from './limits';

const tags = ['health'];
const config = { rateLimit: { max: limits.probesPerMinute } };

/** Whatever proxies add of their own accord to what they pass on. */
const proxyHeaders = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'];

/** What `npm run doctor` asks to see how requests get here; it tells nobody more than of itself. */
export function probeRoutes(app: App, { context }: Edge): void {
  app.get(
    '/api/probe',
    {
      config,
      schema: {
        tags,
        summary: 'How this request reached the server',
        response: answers(successSchema(probeSchema)),
      },
    },
    (request) =>
      success<Probe>({
        address: request.ip,
        proxy: proxyOf(request),
        time: context.clock.now(),
      }),
  );

  app.get(
    '/api/probe/events',
    {
      config,
      exposeHeadRoute: false,
      schema: { tags, summary: 'A short event stream, to see whether a proxy holds it back' },
    },
    (_request, reply) => {
      const stream = openEventStream(reply);
      let n = 0;
      const send = (): void => {
        n += 1;
        stream.write({ n, name: 'probe', data: String(n) }, () => undefined);
        if (n < probeEvents.count) return;
        clearInterval(timer);
        stream.end();
      };
      const timer = setInterval(send, probeEvents.apart);
      timer.unref();
      stream.onClose(() => clearInterval(timer));
      send();
    },
  );
}

/** The probe of WebSockets, in a scope where the plugin of WebSockets is. */
export function probeSocketRoute(scope: FastifyInstance): void {
  scope.get(
    '/wapi/probe',
    {
      config,
      websocket: true,
      preValidation: async (request) => {
        if (!request.ws) refuse('bad_request', 'Connect by WebSocket here.');
      },
    },
    (socket) => {
      socket.send(probeGreeting, () => socket.close());
    },
  );
}

/** `ips` is there where proxies are trusted; it has more than the peer where this one is. */
function proxyOf({ headers, ips = [] }: FastifyRequest): Probe['proxy'] {
  if (proxyHeaders.every((name) => headers[name] === undefined)) return 'none';
  return ips.length > 1 ? 'trusted' : 'untrusted';
}
