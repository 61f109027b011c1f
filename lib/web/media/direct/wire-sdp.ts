import { opusParameters } from './policy';

/**
 * The SDP as it goes to the other end: what it asks of Opus, in-band FEC and DTX (RFC 7587, 6.1: a
 * receiver's `fmtp` says what the sender may do), stands in it whatever the browser wrote.
 */
export function askForSpeech(sdp: string): string {
  const opus = /^a=rtpmap:(\d+) opus\/48000/im.exec(sdp)?.[1];
  if (opus === undefined) return sdp;
  const format = new RegExp(`^a=fmtp:${opus} (.*?)(\\r?)$`, 'm');
  const parameters = format.exec(sdp)?.[1];
  if (parameters === undefined) {
    return sdp.replace(
      new RegExp(`^(a=rtpmap:${opus} .*?)(\\r?)$`, 'm'),
      `$1$2\na=fmtp:${opus} ${opusParameters.join(';')}$2`,
    );
  }
  const names = new Set<string | undefined>(
    opusParameters.map((parameter) => parameter.split('=')[0]),
  );
  const kept = parameters
    .split(';')
    .map((parameter) => parameter.trim())
    .filter((parameter) => parameter !== '' && !names.has(parameter.split('=')[0]));
  return sdp.replace(format, `a=fmtp:${opus} ${[...kept, ...opusParameters].join(';')}$2`);
}

/**
 * The other end's SDP with this video codec first, where it takes it: an end sends what stands first in the
 * other's description (RFC 8829, 5.10: the order there is a preference), and that is what the other likes
 * to receive, not what this one encodes in hardware. `codec`: a MIME type, or null for no wish.
 */
export function sendFirst(sdp: string, codec: string | null): string {
  if (codec === null) return sdp;
  const name = codec.replace(/^video\//i, '');
  const types = new Set(
    [...sdp.matchAll(/^a=rtpmap:(\d+) ([^/\r\n]+)\//gm)]
      .filter(([, , found]) => found?.toLowerCase() === name.toLowerCase())
      .map(([, type]) => type),
  );
  return sdp.replace(/^(m=video \d+ \S+) ([\d ]+)/gm, (_line, head: string, listed: string) => {
    const all = listed.split(' ');
    const first = all.filter((type) => types.has(type));
    return [head, ...first, ...all.filter((type) => !types.has(type))].join(' ');
  });
}

/** The DTLS fingerprint of an SDP, `sha-256 AA:BB:…` with the hex in upper case; null where it has none. */
export function fingerprintOf(sdp: string): string | null {
  const found = /^a=fingerprint:(\S+) ([0-9a-f:]+)/im.exec(sdp);
  if (found?.[1] === undefined || found[2] === undefined) return null;
  return `${found[1].toLowerCase()} ${found[2].toUpperCase()}`;
}
