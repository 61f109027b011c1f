/**
 * The SDP as it goes to the other end: what it asks of Opus, in-band FEC and DTX (RFC 7587, 6.1: a
 * receiver's `fmtp` says what the sender may do), stands in it whatever the browser wrote.
 */
export function askForSpeech(sdp: string): string {
  const opus = /^a=rtpmap:(\d+) opus\/48000/im.exec(sdp)?.[1];
  if (opus === undefined) return sdp;
  const wanted = ['useinbandfec=1', 'usedtx=1'];
  const format = new RegExp(`^a=fmtp:${opus} (.*?)(\\r?)$`, 'm');
  const parameters = format.exec(sdp)?.[1];
  if (parameters === undefined) {
    return sdp.replace(
      new RegExp(`^(a=rtpmap:${opus} .*?)(\\r?)$`, 'm'),
      `$1$2\na=fmtp:${opus} ${wanted.join(';')}$2`,
    );
  }
  const names = new Set(wanted.map((parameter) => parameter.split('=')[0]));
  const kept = parameters
    .split(';')
    .map((parameter) => parameter.trim())
    .filter((parameter) => parameter !== '' && !names.has(parameter.split('=')[0]));
  return sdp.replace(format, `a=fmtp:${opus} ${[...kept, ...wanted].join(';')}$2`);
}

/** The DTLS fingerprint of an SDP, `sha-256 AA:BB:…` with the hex in upper case; null where it has none. */
export function fingerprintOf(sdp: string): string | null {
  const found = /^a=fingerprint:(\S+) ([0-9a-f:]+)/im.exec(sdp);
  if (found?.[1] === undefined || found[2] === undefined) return null;
  return `${found[1].toLowerCase()} ${found[2].toUpperCase()}`;
}
