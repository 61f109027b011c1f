/**
 * Whether this browser can encrypt each frame before it leaves, which a meeting through LiveKit takes to be encrypted
 * from end to end: by either of the two ways that livekit-client knows (its `isE2EESupported`), here without its code.
 */
export function canEncryptFrames(): boolean {
  if ('RTCRtpScriptTransform' in globalThis) return true;
  return 'RTCRtpSender' in globalThis && 'createEncodedStreams' in RTCRtpSender.prototype;
}
