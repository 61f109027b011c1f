import { request as askHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as askHttps } from 'node:https';

/** A place on the network to ask: an origin, and from which address of ours. */
export interface Place {
  readonly origin: string;
  /** The address to ask from; the system's choice if not given. */
  readonly localAddress?: string | undefined;
}

/** How long (ms) to wait for a connection and for an answer. */
const patience = 8_000;

/** An answer that was read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** No page of the doctor's is longer, bytes: whatever else answers must not fill the memory. */
const longestAnswer = 65_536;

/** Asks for a path and reads the answer. */
export async function ask(
  place: Place,
  path: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await open(place, path, headers);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response) {
    if (!(part instanceof Buffer)) continue;
    length += part.length;
    if (length > longestAnswer) break;
    parts.push(part);
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: Buffer.concat(parts).toString('utf8'),
  };
}

/** Asks for a path; resolves with the headers of the answer, its body yet to come. */
export function open(
  place: Place,
  path: string,
  headers: Record<string, string> = {},
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = requestOf(place, path, headers);
    request.on('response', resolve).on('error', reject);
    request.end();
  });
}

/** What came of asking for a WebSocket: the first bytes on it, or the status of the refusal. */
export type Upgrade =
  | { readonly kind: 'open'; readonly first: Buffer }
  | { readonly kind: 'refused'; readonly status: number };

/** Asks for a WebSocket. */
export function upgrade(place: Place, path: string): Promise<Upgrade> {
  return new Promise((resolve, reject) => {
    const request = requestOf(place, path, {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      // Any 16 bytes (RFC 6455, 4.1); the answer to them is checked by browsers, not here.
      'sec-websocket-key': 'cmluZ3dheSBkb2N0b3IhIQ==',
    });
    request.on('error', reject);
    request.on('response', (response) => {
      response.resume();
      resolve({ kind: 'refused', status: response.statusCode ?? 0 });
    });
    request.on('upgrade', (_response, socket, head) => {
      const finish = (first: Buffer): void => {
        resolve({ kind: 'open', first });
        socket.destroy();
      };
      if (head.length > 0) finish(head);
      socket.once('data', finish).on('error', reject);
      socket.once('close', () => finish(Buffer.alloc(0)));
      socket.setTimeout(patience, () => finish(Buffer.alloc(0)));
    });
    request.end();
  });
}

function requestOf({ origin, localAddress }: Place, path: string, headers: Record<string, string>) {
  const url = new URL(path, origin);
  const options: RequestOptions & { rejectUnauthorized: boolean } = {
    headers,
    agent: false,
    timeout: patience,
    ...(localAddress === undefined ? {} : { localAddress }),
    // The certificate has a check of its own; whoever renews it wants to know what else is wrong.
    // Nothing secret is sent.
    rejectUnauthorized: false,
  };
  const request = url.protocol === 'https:' ? askHttps(url, options) : askHttp(url, options);
  request.on('timeout', () => request.destroy(new Error(`no answer within ${patience / 1_000} s`)));
  return request;
}
