import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { checkVapid } from '../web/vapid';
import { Browsers, type AutopushMessage } from './browsers';
import { fromBrowserSchema } from './protocol';

/** Firefox's push service (Autopush), as far as a browser and an application server notice. */
export interface Autopush {
  /** For Firefox's `dom.push.serverURL`. */
  readonly serverUrl: string;
  /** `host:port` of the endpoints, for `PUSH_TEST_HOSTS`. */
  readonly host: string;
  /** Every message that was taken, and what the browser made of it. */
  readonly messages: readonly AutopushMessage[];
  /** The statuses of all answers to application servers. */
  readonly answers: readonly number[];
  /** Endpoints of the subscriptions that live. */
  endpoints(): readonly string[];
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  /** Autopush's own number of the mistake. */
  readonly errno?: number;
  readonly location?: string;
  readonly ttl?: number;
}

const maximalBody = 4_096;
/** Days that a message may be kept, in seconds: what asks for more gets so much. */
const maximalTtl = 60 * 24 * 60 * 60;

/** Starts the service on a free port of loopback. */
export async function startAutopush(): Promise<Autopush> {
  const answers: number[] = [];
  const server = createServer((request, response) => {
    void judge(request, browsers, origin).then(({ status, errno, location, ttl }) => {
      answers.push(status);
      response
        .writeHead(status, {
          'content-type': 'application/json',
          ...(location !== undefined && { location }),
          ...(ttl !== undefined && { ttl: String(ttl) }),
        })
        .end(errno === undefined ? '' : JSON.stringify({ code: status, errno }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const host = `localhost:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
  const origin = `http://${host}`;
  const browsers = new Browsers(origin);
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => listen(socket, browsers));
  return {
    serverUrl: `ws://${host}/`,
    host,
    messages: browsers.messages,
    answers,
    endpoints: () => browsers.endpoints,
    stop: async () => {
      for (const socket of sockets.clients) socket.terminate();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(socket: WebSocket, browsers: Browsers): void {
  let known: ReturnType<Browsers['hear']> = null;
  socket.on('message', (data) => {
    const said = fromBrowserSchema.safeParse(JSON.parse(textOf(data)));
    if (said.success) known = browsers.hear(socket, known, said.data);
    else socket.close();
  });
}

/** Takes or refuses a message as Autopush does (RFC 8030, RFC 8292; numbers of its "Error Codes"). */
async function judge(
  request: IncomingMessage,
  browsers: Browsers,
  origin: string,
): Promise<Answer> {
  const body = await bodyOf(request);
  const { headers } = request;
  const path = request.url ?? '';
  if (!/^\/wpush\/v2\/[\w-]+$/.test(path)) return { status: 404, errno: 102 };
  if (request.method !== 'POST') return { status: 405 };
  const channel = browsers.channelAt(path);
  if (!channel) return { status: 410, errno: 106 };
  if (channel.key !== null) {
    const refusal = await checkVapid(headers.authorization, channel.key, origin, Date.now());
    if (refusal) return { status: 401, errno: 109 };
  }
  const ttl = single(headers['ttl']);
  if (!/^\d+$/.test(ttl ?? '')) return { status: 400, errno: 111 };
  const topic = single(headers['topic']);
  if (topic !== null && !/^[\w-]{1,32}$/.test(topic)) return { status: 400, errno: 113 };
  if (body.length > 0 && headers['content-encoding'] !== 'aes128gcm') {
    return { status: 400, errno: 110 };
  }
  if (body.length > maximalBody) return { status: 413, errno: 104 };
  const given = Math.min(Number(ttl), maximalTtl);
  const urgency = single(headers['urgency']);
  const { id } = browsers.deliver(channel, { ttl: given, topic, urgency }, body);
  return { status: 201, location: `${origin}/m/${id}`, ttl: given };
}

function single(header: string | readonly string[] | undefined): string | null {
  return typeof header === 'string' ? header : null;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) if (Buffer.isBuffer(part)) parts.push(part);
  return Buffer.concat(parts);
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}
