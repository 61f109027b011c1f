import * as z from 'zod';
import { success, successSchema } from '@/lib/platform/envelope';
import { liveKitProbeSchema } from '@/lib/platform/probe';
import { liveKitProbeName } from '@/lib/server/media/livekit/livekit';
import { lookOverLiveKitRoom } from '../calls/livekit-look-over';
import { heedLiveKitPresence } from '../calls/livekit-presence';
import { answers } from './answers';
import type { App, Edge } from './edge';
import { refuse } from './errors';
import { limits } from './limits';

/** What LiveKit sends its news as. */
const newsType = 'application/webhook+json';

/** How many rooms of the doctor's are remembered: it asks within seconds. */
const probesRemembered = 20;

/**
 * LiveKit's webhook, signed with its key. The news only says where to look: what is so is read from the
 * database and from LiveKit itself, so a webhook that is sent again, late or out of order does no harm.
 */
export function liveKitRoutes(app: App, { context }: Edge): void {
  const { livekit } = context;
  if (livekit === null) return;
  const probes = new Set<string>();
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
      if (news.room !== null) remember(probes, news.room);
      if (news.room !== null) await lookOverLiveKitRoom(context, livekit, news.room);
      await heedLiveKitPresence(context, livekit, news);
      return success(true as const);
    },
  );

  app.get(
    '/api/livekit/probe/:id',
    {
      config: { rateLimit: { max: limits.probesPerMinute } },
      schema: {
        tags: ['health'],
        summary: 'Whether the webhook told of a room that the doctor opened',
        params: z.object({ id: z.uuid() }),
        response: answers(successSchema(liveKitProbeSchema)),
      },
    },
    ({ params }) => success({ heard: probes.has(liveKitProbeName(params.id)) }),
  );
}

function remember(probes: Set<string>, room: string): void {
  if (!room.startsWith(liveKitProbeName(''))) return;
  probes.add(room);
  for (const oldest of probes) {
    if (probes.size <= probesRemembered) break;
    probes.delete(oldest);
  }
}
