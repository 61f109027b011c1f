import type { App, Edge } from './edge';
import { answerProblem, isApiPath, pathOf } from './errors';
import type { AnswerPage } from './pages';

/** A route of the API, to tell an unknown verb from a known one that was asked the wrong way. */
interface KnownRoute {
  readonly methods: readonly string[];
  readonly pattern: RegExp;
}

/**
 * Answers what no route answers: in the envelope under `/api` (405 where other methods are known,
 * else 404), with a page elsewhere. Stands before the routes, which it gets to know.
 */
export function answerMissing(app: App, { context }: Edge, answerPage: AnswerPage): void {
  const known: KnownRoute[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    const pattern = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
    known.push({ methods: [method].flat(), pattern: new RegExp(`^${pattern}/?$`) });
  });

  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const methods = known
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((route) => route.methods);
    const now = context.clock.now();
    if (methods.length > 0) {
      const text = `Use ${[...new Set(methods)].join(' or ')} here.`;
      void reply.header('allow', [...new Set(methods)].join(', '));
      return answerProblem(request, reply, { status: 405, reason: 'bad_request', text }, now);
    }
    if (isApiPath(path) || (request.method !== 'GET' && request.method !== 'HEAD')) {
      const text = 'There is no such verb here.';
      return answerProblem(request, reply, { status: 404, reason: 'not_found', text }, now);
    }
    return answerPage(request, reply);
  });
}
