import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import fastify, { LogController } from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Context } from '../context';
import { adminAccountRoutes } from './admin/accounts';
import { adminOperationRoutes } from './admin/operation';
import { readBodies } from './bodies';
import { configRoutes } from './config';
import { crossOrigins, openToOrigins } from './cross-origin';
import type { App, Edge, HttpOptions } from './edge';
import { answerClientError, answerErrors, answerWhileStopping } from './error-answers';
import { answerProblem, problemOf, Refused } from './errors';
import { eventRoutes } from './event-routes';
import { healthRoutes } from './health';
import { inRoomRoutes } from './in-room';
import { legRoutes } from './legs';
import { liveKitRoutes } from './livekit';
import { isLoopback, limits, networkOfRequest } from './limits';
import { logRequests, requestId } from './log';
import { metricsRoutes } from './metrics';
import { answerMissing } from './missing';
import { apiDescriptionRoutes, describedApi } from './openapi';
import { Origins } from './origins';
import { ownAccountRoutes } from './own/account';
import { ownDeviceRoutes } from './own/devices';
import { linkRoutes } from './own/links';
import { ownListRoutes } from './own/lists';
import { roomRoutes } from './own/rooms';
import { developedPages, exportedPages } from './pages';
import { routedTarget } from './paths';
import { registrationRoutes } from './registrations';
import { secureHeaders, secureHeadersOfPages } from './security';
import { serviceRoutes } from './services';
import { signInRoutes } from './sign-in';
import { readText } from './text';

/** Builds the HTTP edge over the use cases; the caller listens and closes. */
export async function buildHttp(context: Context, options: HttpOptions = {}): Promise<App> {
  const edge: Edge = { context, origins: new Origins(context.settings), options };
  const app = createApp(edge);
  secureHeaders(app, edge);
  await secureHeadersOfPages(app);
  answerWhileStopping(app, edge);
  crossOrigins(app, edge);
  if (options.pages) developedPages(app, options.pages);
  await app.register(cookie);
  await limitRates(app);
  await readBodies(app);
  readText(app);
  logRequests(app, edge);
  answerErrors(app, edge);
  answerMissing(app, edge, await exportedPages(app, edge));
  await describedApi(app, edge);
  apiDescriptionRoutes(app);
  healthRoutes(app, edge);
  metricsRoutes(app, edge);
  configRoutes(app, edge);
  signInRoutes(app, edge);
  registrationRoutes(app, edge);
  serviceRoutes(app, edge);
  inRoomRoutes(app, edge);
  legRoutes(app, edge);
  liveKitRoutes(app, edge);
  await eventRoutes(app, edge);
  linkRoutes(app, edge);
  ownAccountRoutes(app, edge);
  ownDeviceRoutes(app, edge);
  ownListRoutes(app, edge);
  roomRoutes(app, edge);
  adminAccountRoutes(app, edge);
  adminOperationRoutes(app, edge);
  return app;
}

function createApp({ context }: Edge): App {
  const { trustedProxies } = context.settings;
  const app = fastify({
    loggerInstance: context.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestId,
    // One line a request names its id itself: a child logger each would cost more than the request.
    childLoggerFactory: (logger) => logger,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMilliseconds,
    keepAliveTimeout: limits.keepAliveMilliseconds,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    http: { maxHeaderSize: limits.headerBytes, headersTimeout: limits.headersMilliseconds },
    routerOptions: { maxParamLength: limits.segmentCharacters, ignoreTrailingSlash: true },
    rewriteUrl: (request) => routedTarget(request.url ?? '/'),
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      openToOrigins(request, reply);
      void answerProblem(request, reply, problemOf(error, ''), context.clock.now());
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  return app;
}

async function limitRates(app: App): Promise<void> {
  await app.register(rateLimit, {
    max: limits.requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: networkOfRequest,
    allowList: (_request, network) => isLoopback(network),
    errorResponseBuilder: (_request, { ttl }) =>
      new Refused({
        reason: 'too_many',
        text: 'Too many requests. Wait a moment and try again.',
        retryAfter: Math.max(1, Math.ceil(ttl / 1_000)),
      }),
    addHeaders: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
      'retry-after': false,
    },
  });
}
