import type { Media } from '@/lib/platform/room';

/** The server's ICE servers as a connection takes them. */
export function iceServersOf({ iceServers }: Media): RTCIceServer[] {
  return iceServers.map(({ urls, username, credential }) => ({
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  }));
}
