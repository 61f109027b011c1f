import type { VideoProfile } from '@/lib/call/video-profile';

/** What to capture with; null: the browser's own choice. */
export interface CaptureChoice {
  readonly microphone: string | null;
  /** Absent: the browser takes noise out of the voice. */
  readonly noiseSuppression?: boolean;
  readonly camera: string | null;
  readonly facing: 'user' | 'environment';
  readonly profile: VideoProfile;
}

/** Where tracks come from: `navigator.mediaDevices`, or a fake of it. */
export type CaptureSource = Pick<MediaDevices, 'getUserMedia'>;

/** Speech: what browsers do for a voice is all wanted, unless a person plays music and has switched it off. */
export function microphoneConstraints({
  microphone,
  noiseSuppression = true,
}: CaptureChoice): MediaTrackConstraints {
  return {
    echoCancellation: true,
    noiseSuppression,
    autoGainControl: true,
    ...(microphone !== null && { deviceId: { exact: microphone } }),
  };
}

/** The profile's size and rate; a chosen camera goes before the side it faces. */
export function cameraConstraints({
  camera,
  facing,
  profile,
}: CaptureChoice): MediaTrackConstraints {
  return {
    width: { ideal: profile.width },
    height: { ideal: profile.height },
    frameRate: { ideal: profile.frameRate, max: profile.frameRate },
    ...(camera === null ? { facingMode: facing } : { deviceId: { exact: camera } }),
  };
}

/** One track, from the chosen device or, where that is gone, from whichever there is. Rejects with the browser's error. */
export async function openTrack(
  source: CaptureSource,
  kind: 'microphone' | 'camera',
  choice: CaptureChoice,
): Promise<MediaStreamTrack> {
  try {
    return await openExactly(source, kind, choice);
  } catch (error) {
    const chosenIsGone =
      choice[kind] !== null &&
      error instanceof Error &&
      ['OverconstrainedError', 'NotFoundError'].includes(error.name);
    if (!chosenIsGone) throw error;
    return openExactly(source, kind, { ...choice, [kind]: null });
  }
}

async function openExactly(
  source: CaptureSource,
  kind: 'microphone' | 'camera',
  choice: CaptureChoice,
): Promise<MediaStreamTrack> {
  const stream = await source.getUserMedia(
    kind === 'microphone'
      ? { audio: microphoneConstraints(choice) }
      : { video: cameraConstraints(choice) },
  );
  const [track] = stream.getTracks();
  if (!track) throw new DOMException('The stream has no track.', 'NotFoundError');
  return track;
}

/** Both tracks with one question to the person; null where that fails, to be tried one by one. */
export async function openBoth(
  source: CaptureSource,
  choice: CaptureChoice,
): Promise<{ readonly audio: MediaStreamTrack; readonly video: MediaStreamTrack } | null> {
  try {
    const stream = await source.getUserMedia({
      audio: microphoneConstraints(choice),
      video: cameraConstraints(choice),
    });
    const [audio] = stream.getAudioTracks();
    const [video] = stream.getVideoTracks();
    return audio && video ? { audio, video } : null;
  } catch {
    return null;
  }
}
