import { AUDIO_BITRATE, type LegVideo } from '@/lib/call/video-profile';
import type { OwnTracks } from '../capture';
import { preferRed, preferVideo } from './codecs';

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
  /** Sets what can only be set once a description stands. */
  readonly settle: () => void;
  /** Gives the browser the same track again, which wakes a sender that went silent. */
  readonly rearm: (kind: 'audio' | 'video') => void;
}

/** Makes the senders of a connection; `videoCodecs` in the order of preference. */
export function createSenders(
  connection: RTCPeerConnection,
  videoCodecs: readonly string[],
): LegSenders {
  // Names the same stream on both lines, so that the other end plays them in step.
  const together = new MediaStream();
  let tracks: OwnTracks = { audio: null, video: null };
  let video: LegVideo | null = null;

  const lineOf = (kind: 'audio' | 'video'): RTCRtpTransceiver | undefined =>
    connection
      .getTransceivers()
      .find((line) => line.receiver.track.kind === kind && line.direction !== 'stopped');

  const prefer = (line: RTCRtpTransceiver): void => {
    const { kind } = line.receiver.track;
    const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
    try {
      line.setCodecPreferences(
        kind === 'audio' ? preferRed(codecs) : preferVideo(codecs, videoCodecs),
      );
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
    if (audioLine) void encode(audioLine.sender, speech);
    if (videoLine) void encode(videoLine.sender, pictureEncoding(video, videoLine.sender.track));
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

const speech: RTCRtpEncodingParameters = {
  maxBitrate: AUDIO_BITRATE,
  priority: 'high',
  networkPriority: 'high',
};

function pictureEncoding(
  video: LegVideo | null,
  track: MediaStreamTrack | null,
): RTCRtpEncodingParameters {
  if (video?.video !== 'sent') return { active: false };
  const { profile } = video;
  const height = track?.getSettings().height ?? profile.height;
  return {
    active: true,
    maxBitrate: profile.bitrate,
    maxFramerate: profile.frameRate,
    scaleResolutionDownBy: Math.max(1, height / profile.height),
    priority: 'low',
    networkPriority: 'low',
  };
}

async function encode(sender: RTCRtpSender, wanted: RTCRtpEncodingParameters): Promise<void> {
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings;
  // Before the first description there is nothing to set yet.
  if (!encoding) return;
  const isSet = Object.entries(wanted).every(
    ([name, value]) => Reflect.get(encoding, name) === value,
  );
  if (isSet) return;
  Object.assign(encoding, wanted);
  // A face moves: fewer frames and a smaller picture in turn, rather than one alone.
  if (sender.track?.kind === 'video') parameters.degradationPreference = 'balanced';
  try {
    await sender.setParameters(parameters);
  } catch {
    // Overtaken by another change, which sets it in its turn.
  }
}
