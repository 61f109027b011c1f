import { createHash } from 'node:crypto';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import type { LiveKitServer } from './server';

/** What LiveKit sends its news as. */
export const newsType = 'application/webhook+json';

/** The header by which a server believes that news are LiveKit's. */
export function signatureOver(
  text: string,
  { apiKey, apiSecret }: Pick<LiveKitServer, 'apiKey' | 'apiSecret'>,
): Promise<string> {
  const word = new AccessToken(apiKey, apiSecret);
  word.sha256 = createHash('sha256').update(text).digest('base64');
  return word.toJwt();
}

/** News that somebody came to a room, as far as a server reads them. */
export function joining(room: string): string {
  return JSON.stringify({ event: 'participant_joined', room: { name: room } });
}

/** What a test asks LiveKit itself. */
export function askLiveKit({ url, apiKey, apiSecret }: LiveKitServer): RoomServiceClient {
  return new RoomServiceClient(url.replace('ws', 'http'), apiKey, apiSecret, { failover: false });
}
