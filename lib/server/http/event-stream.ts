import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { StreamEvent } from '../events/streams';
import { limits } from './limits';
import type { Wire } from './open-streams';

/** An event as Server-Sent Events carry it (HTML standard, 9.2.5); its data is JSON, so one line. */
export function writeEvent({ n, name, data }: StreamEvent): string {
  const id = n === null ? '' : `id: ${n}\n`;
  return `${id}event: ${name}\ndata: ${data}\n\n`;
}

/** What a client ignores: it keeps proxies from closing a quiet connection. */
const comment = ':\n\n';

/** Server-Sent Events on a response that Fastify has given up: raw writes, nothing held beside it. */
export class EventStream implements Wire {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  write(event: StreamEvent, written: () => void): void {
    if (this.#response.writableEnded) return;
    this.#response.write(writeEvent(event), (error) => {
      if (!error) written();
    });
  }

  beat(): void {
    if (!this.#response.writableEnded) this.#response.write(comment);
  }

  onClose(listener: () => void): void {
    if (this.#response.closed) listener();
    else this.#response.on('close', listener);
  }

  backlog(): number {
    return this.#response.writableLength;
  }

  end(): void {
    if (this.#response.writableEnded) return;
    this.#response.end(`retry: ${limits.streamRetryMilliseconds}\n\n`);
  }

  cut(): void {
    this.#response.destroy();
  }
}

/** What is left of a request's headers. */
const forgotten = {};

function cutOff(this: ServerResponse): void {
  this.destroy();
}

/**
 * Takes a reply over as an event stream; its headers leave at once. What the request and the reply
 * hold is let go: a stream lasts for hours, and there are thousands.
 */
export function openEventStream(reply: FastifyReply): EventStream {
  const headers = streamHeaders(reply);
  const response = reply.raw;
  reply.hijack();
  response.on('error', cutOff);
  // Fastify waits for the end of a response in one listener on both events, and holds all by it.
  for (const listener of response.rawListeners('error')) {
    if (listener !== cutOff && isListener(listener)) {
      response.off('finish', listener).off('error', listener);
    }
  }
  response.req.headers = forgotten;
  response.req.rawHeaders.length = 0;
  response.writeHead(200, headers);
  response.write(comment);
  return new EventStream(response);
}

function isListener(value: unknown): value is (...values: unknown[]) => void {
  return typeof value === 'function';
}

function streamHeaders(reply: FastifyReply): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  };
  for (const name of ['access-control-allow-origin', 'x-content-type-options']) {
    const value = reply.getHeader(name);
    if (value !== undefined) headers[name] = value;
  }
  return headers;
}
