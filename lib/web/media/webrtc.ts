/** Whether this browser has WebRTC, without which it can ring but carry no call (WebKitGTK has none). */
export function hasWebRtc(): boolean {
  return 'RTCPeerConnection' in globalThis;
}
