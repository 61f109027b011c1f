/** What codecs are told apart by, as `RTCRtpReceiver.getCapabilities` lists them. */
export type Codec = Pick<RTCRtpCodec, 'mimeType' | 'sdpFmtpLine'>;

/** The named codecs first, in this order; the others, and what supports them (rtx, ulpfec), as they were. */
export function preferCodecs<C extends Codec>(codecs: readonly C[], order: readonly string[]): C[] {
  const names = order.map((name) => name.toLowerCase());
  const rank = ({ mimeType }: Codec): number => {
    const at = names.indexOf(mimeType.toLowerCase());
    return at < 0 ? names.length : at;
  };
  return [...codecs].sort((one, other) => rank(one) - rank(other));
}
