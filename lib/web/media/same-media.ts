import type { PeerMedia } from './session';

/** Whether nothing of what arrives is different for a page that shows it. */
export function sameMedia(
  one: ReadonlyMap<string, PeerMedia>,
  other: ReadonlyMap<string, PeerMedia>,
): boolean {
  if (one.size !== other.size) return false;
  for (const [uuid, media] of one) {
    const match = other.get(uuid);
    if (match === undefined || match.stream !== media.stream) return false;
    if (match.screen !== media.screen || match.sound !== media.sound) return false;
    if (JSON.stringify(plain(media)) !== JSON.stringify(plain(match))) return false;
  }
  return true;
}

function plain({
  stream: _stream,
  screen: _screen,
  sound: _sound,
  ...rest
}: PeerMedia): Omit<PeerMedia, 'stream' | 'screen' | 'sound'> {
  return rest;
}
