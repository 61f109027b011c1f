/** What codecs are told apart by, as `RTCRtpReceiver.getCapabilities` lists them. */
export type Codec = Pick<RTCRtpCodec, 'mimeType' | 'sdpFmtpLine'>;

/** RED before Opus, so that it is used wherever both ends have it (RFC 2198); the rest as the browser had it. */
export function preferRed<C extends Codec>(codecs: readonly C[]): C[] {
  return sortBy(codecs, ['audio/red', 'audio/opus']);
}

/** The named video codecs first, in this order; what supports them (rtx, red, fec) stays behind. */
export function preferVideo<C extends Codec>(codecs: readonly C[], order: readonly string[]): C[] {
  return sortBy(codecs, order);
}

function sortBy<C extends Codec>(codecs: readonly C[], order: readonly string[]): C[] {
  const names = order.map((name) => name.toLowerCase());
  const rank = ({ mimeType }: Codec): number => {
    const at = names.indexOf(mimeType.toLowerCase());
    return at < 0 ? names.length : at;
  };
  return [...codecs].sort((one, other) => rank(one) - rank(other));
}
