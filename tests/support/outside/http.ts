import { Agent, request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

/** One answer, read to its end. `body` is the parsed JSON, or undefined where there is none. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: unknown;
}

export interface Question {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent form-encoded. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent as it stands. */
  readonly raw?: string | Buffer;
  /** Cuts the connection when it fires. */
  readonly signal?: AbortSignal;
}

/** Whoever sends requests to one server. */
export interface Asking {
  readonly origin: string;
  ask(path: string, question?: Question): Promise<Answer>;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Longest wait for one answer, in ms. */
const ANSWER_LIMIT = 20_000;

/** Sends one request on a kept connection and reads the whole answer. */
export function ask(url: string, question: Question = {}): Promise<Answer> {
  const { payload, type } = bodyOf(question);
  const headers: OutgoingHttpHeaders = { ...question.headers };
  if (payload !== undefined) {
    headers['content-length'] = Buffer.byteLength(payload);
    headers['content-type'] ??= type;
  }
  const signalled = question.signal ? { signal: question.signal } : {};
  const method = question.method ?? (payload === undefined ? 'GET' : 'POST');
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent, ...signalled }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString('utf8');
        resolve(answerOf(response.statusCode ?? 0, response.headers, text));
      });
    });
    sent.setTimeout(ANSWER_LIMIT, () => sent.destroy(new Error(`no answer to ${method} ${url}`)));
    // A server that refuses a large body early may cut the upload: its answer counts all the same.
    sent.on('error', reject);
    sent.end(payload);
  });
}

/** Writes `request` to the socket byte for byte, for what no HTTP client would send. */
export function askRaw(origin: string, requestText: string): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(requestText));
    socket.setTimeout(ANSWER_LIMIT, () => socket.destroy(new Error('no answer on the raw socket')));
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('error', reject);
    socket.on('close', () => resolve(parseRaw(Buffer.concat(pieces).toString('utf8'))));
  });
}

/** The text of a request as a client would put it on the wire, the connection closed after it. */
export function rawRequest(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): string {
  const lines = Object.entries({
    ...headers,
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Opens a request of `size` bytes and sends them until the server has answered. */
export function askHuge(url: string, headers: OutgoingHttpHeaders, size: number): Promise<Answer> {
  const piece = Buffer.alloc(65_536, 'a');
  return new Promise((resolve, reject) => {
    let left = size;
    const signal = AbortSignal.timeout(ANSWER_LIMIT);
    const options = { method: 'POST', headers: { ...headers, 'content-length': size }, signal };
    const sent = request(url, { ...options, agent: false }, (response) => {
      left = 0;
      const pieces: Buffer[] = [];
      const finish = () => {
        const text = Buffer.concat(pieces).toString('utf8');
        resolve(answerOf(response.statusCode ?? 0, response.headers, text));
        sent.destroy();
      };
      response.on('data', (part: Buffer) => pieces.push(part));
      response.on('end', finish);
      response.on('error', finish);
    });
    sent.on('error', reject);
    const pour = () => {
      while (left > 0) {
        const part = piece.subarray(0, Math.min(left, piece.length));
        left -= part.length;
        if (!sent.write(part)) {
          sent.once('drain', pour);
          return;
        }
      }
    };
    pour();
  });
}

function bodyOf(question: Question): { payload?: string | Buffer; type: string } {
  if (question.raw !== undefined) return { payload: question.raw, type: 'application/json' };
  if (question.form) {
    const payload = new URLSearchParams(question.form).toString();
    return { payload, type: 'application/x-www-form-urlencoded' };
  }
  if (question.json === undefined) return { type: '' };
  return { payload: JSON.stringify(question.json), type: 'application/json' };
}

function answerOf(status: number, headers: IncomingHttpHeaders, text: string): Answer {
  const isJson = (headers['content-type'] ?? '').includes('json') && text !== '';
  const body: unknown = isJson ? JSON.parse(text) : undefined;
  return { status, headers, text, body };
}

function parseRaw(whole: string): Answer {
  const [head = '', ...rest] = whole.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers: IncomingHttpHeaders = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return answerOf(Number(statusLine.split(' ')[1]), headers, rest.join('\r\n\r\n'));
}
