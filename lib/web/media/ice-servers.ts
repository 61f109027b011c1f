import type { Media } from '@/lib/platform/room';
import type { IceServers } from './session';

/**
 * The server's ICE servers as a connection takes them. Their time counts from `now` (ms since 1970), when
 * they came: the clock of this device may be another than the server's.
 */
export function iceServersOf({ iceServers = [], ttl }: Media, now: number): IceServers {
  return {
    servers: iceServers.map(({ urls, username, credential }) => ({
      urls,
      ...(username === undefined ? {} : { username }),
      ...(credential === undefined ? {} : { credential }),
    })),
    goodUntil: ttl === undefined ? null : now + ttl * 1_000,
  };
}
