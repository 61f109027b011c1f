import type { LegVideo, SpeechLine } from '@/lib/call/video-profile';
import { noTracks, type OwnTracks } from '../capture';
import { preferCodecs } from './codecs';
import { degradationOf, pictureEncoding, speechCodecs, speechEncoding } from './policy';

/** What a leg sends, over its transceivers. */
export interface LegSenders {
  /** Before the offer that opens the leg: audio, and video if the call has it; tracks may come later. */
  readonly prepareOffer: (withVideo: boolean) => void;
  /** After the other end's offer, before the answer: sends back on every line that it opened. */
  readonly prepareAnswer: () => void;
  /** What goes out now; a first picture opens its line, which makes a new offer. */
  readonly send: (tracks: OwnTracks) => void;
  /** Size and rate of the picture; null: it rests. */
  readonly shape: (video: LegVideo | null) => void;
  /** Rate of the voice. */
  readonly shapeSpeech: (line: SpeechLine) => void;
  /** Sets what can only be set once a description stands. */
  readonly settle: () => void;
  /** Gives the browser the same track again, which wakes a sender that went silent. */
  readonly rearm: (kind: 'audio' | 'video') => void;
}

/** Makes the senders of a connection; `videoOrder`: the video codecs in the order of preference. */
export function createSenders(
  connection: RTCPeerConnection,
  videoOrder: readonly string[],
): LegSenders {
  // Names the same stream on both lines, so that the other end plays them in step.
  const together = new MediaStream();
  let tracks: OwnTracks = noTracks;
  let video: LegVideo | null = null;
  // Until it is known to be wide: a call begins on an estimate of little.
  let speechLine: SpeechLine = 'narrow';

  const lineOf = (kind: 'audio' | 'video'): RTCRtpTransceiver | undefined =>
    connection
      .getTransceivers()
      .find((line) => line.receiver.track.kind === kind && line.direction !== 'stopped');

  const prefer = (line: RTCRtpTransceiver): void => {
    const { kind } = line.receiver.track;
    const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
    try {
      line.setCodecPreferences(preferCodecs(codecs, kind === 'audio' ? speechCodecs : videoOrder));
    } catch {
      // The browser's own order serves as well.
    }
  };
  const give = (kind: 'audio' | 'video'): void => {
    const sender = lineOf(kind)?.sender;
    if (sender && sender.track !== tracks[kind]) {
      sender.replaceTrack(tracks[kind]).then(settle, () => undefined);
    }
  };
  const settle = (): void => {
    openPicture();
    const audioLine = lineOf('audio');
    const videoLine = lineOf('video');
    if (audioLine) void encode(audioLine.sender, speechEncoding(speechLine));
    if (videoLine) {
      const { track } = videoLine.sender;
      void encode(videoLine.sender, pictureEncoding(video, track), degradationOf(track));
    }
  };
  const openPicture = (): void => {
    const described = connection.remoteDescription !== null;
    if (tracks.video === null || !described || lineOf('video')) return;
    // By addTrack: such a line is taken for the other end's if both open one at once (RFC 9429, 5.10).
    connection.addTrack(tracks.video, together);
    const line = lineOf('video');
    if (line) prefer(line);
  };

  return {
    settle,
    prepareOffer(withVideo) {
      for (const kind of withVideo ? (['audio', 'video'] as const) : (['audio'] as const)) {
        prefer(connection.addTransceiver(kind, { direction: 'sendrecv', streams: [together] }));
        give(kind);
      }
    },
    prepareAnswer() {
      for (const line of connection.getTransceivers()) {
        if (line.direction === 'recvonly') {
          line.direction = 'sendrecv';
          line.sender.setStreams(together);
          prefer(line);
        }
      }
      give('audio');
      give('video');
    },
    send(next) {
      tracks = next;
      give('audio');
      openPicture();
      give('video');
    },
    shape(next) {
      video = next;
      settle();
    },
    shapeSpeech(line) {
      if (line === speechLine) return;
      speechLine = line;
      settle();
    },
    rearm(kind) {
      const sender = lineOf(kind)?.sender;
      if (!sender) return;
      const track = sender.track;
      void sender
        .replaceTrack(null)
        .then(() => (tracks[kind] === track ? sender.replaceTrack(track) : undefined));
    },
  };
}

async function encode(
  sender: RTCRtpSender,
  wanted: RTCRtpEncodingParameters,
  degradation?: RTCDegradationPreference,
): Promise<void> {
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings;
  // Before the first description there is nothing to set yet.
  if (!encoding) return;
  const isSet = Object.entries(wanted).every(
    ([name, value]) => Reflect.get(encoding, name) === value,
  );
  const givesWay = degradation === undefined || parameters.degradationPreference === degradation;
  if (isSet && givesWay) return;
  Object.assign(encoding, wanted);
  if (degradation) parameters.degradationPreference = degradation;
  try {
    await sender.setParameters(parameters);
  } catch {
    // Overtaken by another change, which sets it in its turn.
  }
}
