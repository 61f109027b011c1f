import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';

/** A JSON answer with its status. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Posts JSON over kept connections. */
export interface Client {
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  close(): void;
}

/** A client of a server on loopback. */
export function createClient(port: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return {
    post(path, body, headers = {}) {
      const text = JSON.stringify(body);
      return new Promise((answered, failed) => {
        const sent = request(
          {
            host: '127.0.0.1',
            port,
            path,
            agent,
            method: 'POST',
            headers: {
              host: `localhost:${port}`,
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(text),
              ...headers,
            },
          },
          (response) => {
            let received = '';
            response.setEncoding('utf8');
            response.on('data', (chunk: string) => (received += chunk));
            response.on('end', () => {
              answered({ status: response.statusCode ?? 0, body: readJson(received) });
            });
          },
        );
        sent.on('error', failed);
        sent.end(text);
      });
    },
    close: () => {
      agent.destroy();
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** One event of a stream and when it arrived (performance.now(), ms). */
export interface Arrival {
  readonly name: string;
  readonly data: unknown;
  readonly at: number;
}

/** An open event stream that costs the load generator one socket and little else. */
export interface RawStream {
  /** Calls back with every event of a name from now on. */
  listen(name: string, callback: (arrival: Arrival) => void): void;
  /** The next event of a name. */
  next(name: string): Promise<Arrival>;
  close(): void;
}

/** Opens an event stream by a raw socket; resolves when the first byte of its body is there. */
export function openStream(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawStream> {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: localhost:${port}`,
    'Accept: text/event-stream',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return new Promise((opened, failed) => {
    const socket: Socket = connect(port, '127.0.0.1', () => {
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    });
    const listeners = new Map<string, ((arrival: Arrival) => void)[]>();
    const stream: RawStream = {
      listen: (name, callback) => {
        listeners.set(name, [...(listeners.get(name) ?? []), callback]);
      },
      next: (name) =>
        new Promise((arrived) => {
          const once = (arrival: Arrival) => {
            listeners.set(
              name,
              (listeners.get(name) ?? []).filter((other) => other !== once),
            );
            arrived(arrival);
          };
          stream.listen(name, once);
        }),
      close: () => {
        socket.destroy();
      },
    };
    let rest = '';
    let inBody = false;
    socket.setEncoding('utf8');
    socket.on('error', failed);
    socket.on('data', (chunk: string) => {
      rest += chunk;
      if (!inBody) {
        const end = rest.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!rest.startsWith('HTTP/1.1 200')) {
          failed(new Error(`The stream was refused: ${rest.slice(0, 300)}`));
          return;
        }
        inBody = true;
        rest = rest.slice(end + 4);
        opened(stream);
      }
      rest = readEvents(rest, (name, data) => {
        const arrival = { name, data, at: performance.now() };
        for (const callback of listeners.get(name) ?? []) callback(arrival);
      });
    });
  });
}

/** Reads whole events out of a chunked body and returns what is left over. */
function readEvents(text: string, tell: (name: string, data: unknown) => void): string {
  const pattern = /event: ?([\w-]+)\r?\n(?:id: ?[^\n]*\n)?data: ?([^\n]*)\n/g;
  let read = 0;
  for (const match of text.matchAll(pattern)) {
    read = match.index + match[0].length;
    tell(match[1] ?? '', readJson(match[2] ?? ''));
  }
  return read > 0 ? text.slice(read) : text.length > 65_536 ? text.slice(-16_384) : text;
}
