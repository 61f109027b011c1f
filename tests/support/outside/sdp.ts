/** An SDP of the right form, distinguishable by `mark`; nobody will connect to it. */
export function fakeSdp(mark: string): string {
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    `s=${mark}`,
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=sendrecv',
    'a=rtpmap:111 opus/48000/2',
    '',
  ].join('\r\n');
}

/** Bodies that are not an SDP, direct-media.md: each breaks the form in one way. */
export const notSdp: readonly string[] = [
  '',
  'hello',
  'm=audio 9 RTP/AVP 0\r\n',
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n',
  `${fakeSdp('control')}a=note:\u0001\r\n`,
  ` ${fakeSdp('space first')}`,
];
