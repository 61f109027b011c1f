import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type {
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { Context } from '../context';
import type { Origins } from './origins';

/** The server as its plugins see it: schemas are zod's, the log is pino's. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  Logger,
  ZodTypeProvider
>;

/** Who serves the pages in development instead of the export: Next's own server. */
export interface PagesHandler {
  /** Answers a request for a page. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Takes a connection over that wants to be a WebSocket (hot reload). */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
}

/** What the edge may be told beside the settings. */
export interface HttpOptions {
  /** In development everything outside `/api` and `/wapi` goes here. */
  readonly pages?: PagesHandler;
  /** The folder with the built `out/` and `dist/pages.json`; the working directory if not given. */
  readonly folder?: string;
  /** How many event streams an account may hold open at once; {@link limits} has the usual number. */
  readonly streamsPerAccount?: number;
}

/** What every plugin of the edge stands on. */
export interface Edge {
  readonly context: Context;
  readonly origins: Origins;
  readonly options: HttpOptions;
}
