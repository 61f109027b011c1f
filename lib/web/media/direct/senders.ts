import type { ScreenProfile } from '@/lib/call/screen-profile';
import type { LegVideo, SpeechLine } from '@/lib/call/video-profile';
import { noTracks, type OwnTracks } from '../capture';
import { preferCodecs } from './codecs';
import { kindOf, lineOf, linesOf, slotOf, slots, type Slot } from './lines';
import {
  degradationOf,
  pictureEncoding,
  screenEncoding,
  screenSoundEncoding,
  speechCodecs,
  speechEncoding,
} from './policy';

/** What a leg sends, over its transceivers. */
export interface LegSenders {
  /** Before the offer that opens the leg: audio, and video if the call has it; tracks may come later. */
  readonly prepareOffer: (withVideo: boolean) => void;
  /** After the other end's offer, before the answer: sends back on every line that it opened. */
  readonly prepareAnswer: () => void;
  /** What goes out now; a first picture opens its line, which makes a new offer. */
  readonly send: (tracks: OwnTracks) => void;
  /** The other end shares a screen: it may need lines for it, which the offerer of the leg alone opens. */
  readonly expectScreen: () => void;
  /** Size and rate of picture and screen; null: it rests. */
  readonly shape: (video: LegVideo | null, screen: ScreenProfile) => void;
  /** Rate of the voice. */
  readonly shapeSpeech: (line: SpeechLine) => void;
  /** Sets what can only be set once a description stands. */
  readonly settle: () => void;
  /** Gives the browser the same track again, which wakes a sender that went silent. */
  readonly rearm: (kind: 'audio' | 'video') => void;
}

/** How a leg's lines are. */
export interface LinesOfLeg {
  /** The video codecs in the order of preference. */
  readonly videoOrder: readonly string[];
  /**
   * Where a screen goes. `opens`, `awaits`: on lines of its own, which the leg's offerer opens for both ends, so that
   * two who begin at once never open them twice; `instead`: in place of the picture, since the other end is no page
   * of ours and knows one.
   */
  readonly screen: 'opens' | 'awaits' | 'instead';
}

/** Makes the senders of a connection. */
export function createSenders(
  connection: RTCPeerConnection,
  { videoOrder, screen: screenGoes }: LinesOfLeg,
): LegSenders {
  // Names the same stream on both lines, so that the other end plays them in step.
  const together = new MediaStream();
  const screenTogether = new MediaStream();
  let tracks: OwnTracks = noTracks;
  let video: LegVideo | null = null;
  let screen: ScreenProfile | null = null;
  let expectsScreen = false;
  // Until it is known to be wide: a call begins on an estimate of little.
  let speechLine: SpeechLine = 'narrow';

  const prefer = (line: RTCRtpTransceiver, slot: Slot): void => {
    // Music and films are best by the browser's own order.
    if (slot === 'screenAudio') return;
    const kind = kindOf(slot);
    const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
    try {
      line.setCodecPreferences(preferCodecs(codecs, kind === 'audio' ? speechCodecs : videoOrder));
    } catch {
      // The browser's own order serves as well.
    }
  };
  const streamOf = (slot: Slot): MediaStream =>
    slot === 'screen' || slot === 'screenAudio' ? screenTogether : together;
  const wanted = (slot: Slot): MediaStreamTrack | null => {
    if (screenGoes !== 'instead') return tracks[slot];
    if (slot === 'video') return tracks.screen ?? tracks.video;
    return slot === 'audio' ? tracks.audio : null;
  };
  /** Each line gets its track; one whose place another line has taken gets none. */
  const give = (...kinds: readonly ('audio' | 'video')[]): void => {
    for (const line of kinds.flatMap((kind) => linesOf(connection, kind))) {
      const slot = slotOf(connection, line);
      const track = slot === null ? null : wanted(slot);
      if (line.sender.track !== track) {
        line.sender.replaceTrack(track).then(settle, () => undefined);
      }
    }
  };
  const add = (slot: Slot): void => {
    const line = connection.addTransceiver(kindOf(slot), {
      direction: 'sendrecv',
      streams: [streamOf(slot)],
    });
    prefer(line, slot);
  };

  const settle = (): void => {
    openPicture();
    openScreen();
    const voice = lineOf(connection, 'audio');
    const picture = lineOf(connection, 'video');
    const shared = lineOf(connection, 'screen');
    const sound = lineOf(connection, 'screenAudio');
    if (voice) void encode(voice.sender, speechEncoding(speechLine));
    if (picture) {
      const { track } = picture.sender;
      const isScreen = track !== null && track === tracks.screen;
      const encoding = isScreen ? screenEncoding(screen) : pictureEncoding(video, track);
      void encode(picture.sender, encoding, degradationOf(track));
    }
    if (shared) {
      const { track } = shared.sender;
      void encode(
        shared.sender,
        screenEncoding(track === null ? null : screen),
        degradationOf(track),
      );
    }
    if (sound) void encode(sound.sender, screenSoundEncoding());
  };
  const isDescribed = (): boolean => connection.remoteDescription !== null;
  const openPicture = (): void => {
    const picture = wanted('video');
    if (picture === null || !isDescribed() || lineOf(connection, 'video')) return;
    // By addTrack: such a line is taken for the other end's if both open one at once (RFC 9429, 5.10).
    connection.addTrack(picture, together);
    const line = lineOf(connection, 'video');
    if (line) prefer(line, 'video');
  };
  const openScreen = (): void => {
    const isWanted = tracks.screen !== null || expectsScreen;
    if (screenGoes !== 'opens' || !isWanted || !isDescribed()) return;
    // The screen is the second line: a call without pictures gets the first one, too.
    for (const slot of slots) if (!lineOf(connection, slot)) add(slot);
    give('audio', 'video');
  };

  return {
    settle,
    prepareOffer(withVideo) {
      for (const kind of withVideo ? (['audio', 'video'] as const) : (['audio'] as const)) {
        add(kind);
        give(kind);
      }
    },
    prepareAnswer() {
      for (const line of connection.getTransceivers()) {
        if (line.direction !== 'recvonly') continue;
        const slot = slotOf(connection, line);
        line.direction = 'sendrecv';
        line.sender.setStreams(streamOf(slot ?? 'video'));
        if (slot !== null) prefer(line, slot);
      }
      give('audio', 'video');
    },
    send(next) {
      tracks = next;
      give('audio');
      openPicture();
      openScreen();
      give('video');
    },
    expectScreen() {
      if (expectsScreen) return;
      expectsScreen = true;
      openScreen();
    },
    shape(next, shared) {
      video = next;
      screen = shared;
      settle();
    },
    shapeSpeech(line) {
      if (line === speechLine) return;
      speechLine = line;
      settle();
    },
    rearm(kind) {
      const sender = lineOf(connection, kind)?.sender;
      if (!sender) return;
      const track = sender.track;
      void sender
        .replaceTrack(null)
        .then(() => (wanted(kind) === track ? sender.replaceTrack(track) : undefined));
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
