import * as z from 'zod';
import { success, successSchema } from '@/lib/platform/envelope';
import { lookOverLiveKitRoom } from '../calls/livekit-watch';
import { answers } from './answers';
import type { App, Edge } from './edge';
import { refuse } from './errors';

/** What LiveKit sends its news as. */
const newsType = 'application/webhook+json';

/**
 * LiveKit's webhook, signed with its key. The news only says where to look: what is so is read from the
 * database and from LiveKit itself, so a webhook that is sent again, late or out of order does no harm.
 */
export function liveKitRoutes(app: App, { context }: Edge): void {
  const { livekit } = context;
  if (livekit === null) return;
  app.addContentTypeParser<string>(newsType, { parseAs: 'string' }, (_request, text, done) => {
    done(null, text);
  });
  app.post(
    '/api/livekit/webhook',
    {
      schema: {
        tags: ['health'],
        summary: 'News of LiveKit, signed with its key',
        body: z.string(),
        response: answers(successSchema(z.literal(true))),
      },
    },
    async (request) => {
      const news = await livekit
        .webhook(request.body, request.headers.authorization)
        .catch(() => refuse('unauthorized', 'This is not signed with the key of LiveKit.'));
      if (news.room !== null) await lookOverLiveKitRoom(context, livekit, news.room);
      return success(true as const);
    },
  );
}
