import { WebSocket } from 'ws';
import * as z from 'zod';

/** One event of a stream, in the order of its arrival. */
export interface StreamEvent {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
}

/** How long an expected event may take, in ms, before the test fails. */
const EVENT_LIMIT = 15_000;

/** How long the headers of a stream may take, in ms, before the test fails. */
const HEADERS_LIMIT = 15_000;

const record = z.record(z.string(), z.unknown());

/** The fields of an event's data; empty where it carries none. */
export function fieldsOf(event: StreamEvent): Record<string, unknown> {
  return record.safeParse(event.data).data ?? {};
}

/** Conditions that somebody waits for; whoever changes something calls `changed`. */
export class Conditions {
  readonly #watchers = new Set<() => void>();

  changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  /** Resolves as soon as `holds` is true; an error it throws, or the event limit, rejects. */
  until(holds: () => boolean, missing: () => string): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: Error) => {
        clearTimeout(limit);
        this.#watchers.delete(look);
        if (error) reject(error);
        else resolve();
      };
      const look = () => {
        try {
          if (holds()) settle();
        } catch (error) {
          settle(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const limit = setTimeout(() => settle(new Error(missing())), EVENT_LIMIT);
      this.#watchers.add(look);
      look();
    });
  }
}

/**
 * What a stream has brought. `next` takes the first event that fits and was not taken yet, so
 * that events may arrive before somebody waits for them.
 */
export class Inbox {
  readonly all: StreamEvent[] = [];
  readonly closed: Promise<void>;
  isClosed = false;
  /** Hears of each event as it comes. */
  listener: (event: StreamEvent) => void = () => undefined;
  readonly #taken = new Set<StreamEvent>();
  readonly #conditions = new Conditions();
  #ended: () => void = () => undefined;

  constructor() {
    this.closed = new Promise((resolve) => {
      this.#ended = resolve;
    });
  }

  put(event: StreamEvent): void {
    this.all.push(event);
    this.listener(event);
    this.#conditions.changed();
  }

  end(): void {
    this.isClosed = true;
    this.#ended();
    this.#conditions.changed();
  }

  named(...names: string[]): StreamEvent[] {
    return this.all.filter((event) => names.includes(event.name));
  }

  /** Resolves as soon as `holds` is true of what has arrived; fails after the event limit. */
  until(holds: (inbox: this) => boolean, what: string): Promise<void> {
    const missing = () => {
      const seen = this.all.map((event) => event.name).join(', ');
      const state = this.isClosed ? 'closed' : 'open';
      return `${what} did not come; the stream is ${state} and brought: ${seen || 'nothing'}`;
    };
    return this.#conditions.until(() => {
      if (holds(this)) return true;
      if (this.isClosed) throw new Error(missing());
      return false;
    }, missing);
  }

  /** Takes the next event of that name whose data contain `like`. */
  async next(name: string, like: Readonly<Record<string, unknown>> = {}): Promise<StreamEvent> {
    let found: StreamEvent | undefined;
    await this.until(
      () => {
        found = this.all.find(
          (event) => event.name === name && !this.#taken.has(event) && contains(event, like),
        );
        if (found) this.#taken.add(found);
        return found !== undefined;
      },
      `${name} ${JSON.stringify(like)}`,
    );
    if (!found) throw new Error(`${name} vanished`);
    return found;
  }
}

function contains(event: StreamEvent, like: Readonly<Record<string, unknown>>): boolean {
  const fields = fieldsOf(event);
  return Object.entries(like).every(([name, value]) => fields[name] === value);
}

/** A stream that is open, and how to cut it from this side. */
export interface OpenStream {
  readonly inbox: Inbox;
  close(): void;
}

/** A stream that the server refused to open. */
export class StreamRefused extends Error {
  readonly status: number;
  readonly text: string;

  constructor(status: number, text: string) {
    super(`the stream was refused: ${status} ${text}`);
    this.status = status;
    this.text = text;
  }
}

/** Opens Server-Sent Events; resolves with the headers, before any event. */
export async function openEvents(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  inbox = new Inbox(),
): Promise<OpenStream & { readonly headers: Headers }> {
  const cut = new AbortController();
  const late = setTimeout(() => cut.abort(new Error('no headers of a stream')), HEADERS_LIMIT);
  const response = await fetch(url, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: cut.signal,
    redirect: 'manual',
  }).finally(() => clearTimeout(late));
  const type = response.headers.get('content-type') ?? '';
  if (response.status !== 200 || !type.startsWith('text/event-stream') || !response.body) {
    throw new StreamRefused(response.status, await response.text());
  }
  void readEvents(response.body, inbox).finally(() => inbox.end());
  return { inbox, close: () => cut.abort(), headers: response.headers };
}

async function readEvents(body: ReadableStream<Uint8Array>, inbox: Inbox): Promise<void> {
  const parser = new EventParser((event) => inbox.put(event));
  const decoder = new TextDecoder();
  try {
    for await (const piece of body) parser.feed(decoder.decode(piece, { stream: true }));
  } catch {
    // The stream was cut: by us, or by the server's end. `closed` tells it.
  }
}

/** The event stream format of the HTML standard, section 9.2.6. */
export class EventParser {
  readonly #give: (event: StreamEvent) => void;
  #rest = '';
  #name = '';
  #data: string[] = [];
  #id = '';

  constructor(give: (event: StreamEvent) => void) {
    this.#give = give;
  }

  feed(text: string): void {
    this.#rest += text;
    // A CR at the very end may be the first half of CRLF: it waits for what follows.
    for (;;) {
      const end = /\r\n|\n|\r(?!$)/.exec(this.#rest);
      if (!end) return;
      const line = this.#rest.slice(0, end.index);
      this.#rest = this.#rest.slice(end.index + end[0].length);
      this.#line(line);
    }
  }

  #line(line: string): void {
    if (line.startsWith(':')) return;
    if (line === '') {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#name = value;
    if (field === 'data') this.#data.push(value);
    if (field === 'id') this.#id = value;
  }

  #dispatch(): void {
    const name = this.#name || 'message';
    const data = this.#data;
    this.#name = '';
    this.#data = [];
    if (data.length === 0) return;
    this.#give({ id: this.#id, name, data: JSON.parse(data.join('\n')) as unknown });
  }
}

const socketFrame = z.object({
  _command: z.literal('event'),
  _eventName: z.string(),
  _eventId: z.union([z.string(), z.number()]),
  data: z.unknown(),
});

/** Opens the WebSocket variant of a room's events. */
export function openSocketEvents(url: string, origin?: string): Promise<OpenStream> {
  const socket = new WebSocket(url, origin === undefined ? {} : { origin });
  const inbox = new Inbox();
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve({ inbox, close: () => socket.close(1000) }));
    socket.on('unexpected-response', (_request, response) => {
      reject(new StreamRefused(response.statusCode ?? 0, ''));
      socket.terminate();
    });
    socket.on('error', reject);
    socket.on('message', (message: Buffer) => {
      const frame = socketFrame.parse(JSON.parse(message.toString('utf8')));
      inbox.put({ id: String(frame._eventId), name: frame._eventName, data: frame.data });
    });
    socket.on('close', () => inbox.end());
  });
}
