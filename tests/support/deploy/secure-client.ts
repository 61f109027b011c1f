import { once } from 'node:events';
import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { request, type RequestOptions } from 'node:https';
import { connect as connectTls } from 'node:tls';
import type { IncomingHttpHeaders } from 'node:http';
import { EventParser, Inbox, type OpenStream } from '../outside/events';

/** One answer over TLS, read to its end. */
export interface SecureAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A client that trusts one local authority and reaches one server by TLS. */
export class SecureClient {
  readonly origin: string;
  readonly #authority: string;

  /** @param authority PEM */
  constructor(origin: string, authority: string) {
    this.origin = origin;
    this.#authority = authority;
  }

  /** HTTP/1.1, from an address of loopback that tells clients apart. */
  ask(
    path: string,
    { body, ...options }: RequestOptions & { readonly body?: string } = {},
  ): Promise<SecureAnswer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        this.origin + path,
        {
          ca: this.#authority,
          agent: false,
          method: body === undefined ? 'GET' : 'POST',
          ...options,
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => (text += part));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** Bytes that no HTTP client would send, and the whole of the answer. */
  async askRaw(text: string): Promise<string> {
    const { hostname, port } = new URL(this.origin);
    const socket = connectTls({
      host: hostname,
      port: Number(port),
      servername: hostname,
      ca: this.#authority,
    });
    let answer = '';
    socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
    socket.write(text);
    await once(socket, 'close');
    return answer;
  }

  /** A connection over HTTP/2. */
  async http2(): Promise<ClientHttp2Session> {
    const session = connectHttp2(this.origin, { ca: this.#authority });
    await once(session, 'connect');
    return session;
  }

  /** An event stream over HTTP/2, as browsers open it. */
  async events(session: ClientHttp2Session, path: string): Promise<OpenStream> {
    const stream = session.request({ ':path': path, accept: 'text/event-stream' });
    const inbox = new Inbox();
    const parser = new EventParser((event) => inbox.put(event));
    stream.setEncoding('utf8').on('data', (text: string) => parser.feed(text));
    stream.on('close', () => inbox.end());
    const [headers] = (await once(stream, 'response')) as [{ ':status': number }];
    if (headers[':status'] !== 200) throw new Error(`the stream: ${headers[':status']}`);
    return { inbox, close: () => stream.destroy() };
  }
}
