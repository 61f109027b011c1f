import { vi } from 'vitest';

/** A track that nothing comes from. */
class FakeTrack extends EventTarget {
  kind = 'audio';
  enabled = true;
  muted = false;
  readyState = 'live';
  contentHint = '';

  stop(): void {
    this.readyState = 'ended';
  }

  getSettings(): MediaTrackSettings {
    return {};
  }
}

/** A stream as a list of its tracks. */
class FakeStream {
  #tracks: FakeTrack[];

  constructor(tracks: FakeTrack[] = []) {
    this.#tracks = [...tracks];
  }

  addTrack = (track: FakeTrack): void => void this.#tracks.push(track);
  removeTrack = (track: FakeTrack): void => {
    this.#tracks = this.#tracks.filter((one) => one !== track);
  };
  getTracks = (): FakeTrack[] => [...this.#tracks];
  getAudioTracks = (): FakeTrack[] => this.#tracks.filter(({ kind }) => kind === 'audio');
  getVideoTracks = (): FakeTrack[] => this.#tracks.filter(({ kind }) => kind === 'video');
}

/** Lets `new MediaStream` and `new MediaStreamTrack` make fakes until the globals are unstubbed. */
export function stubTracks(): void {
  vi.stubGlobal('MediaStreamTrack', FakeTrack);
  vi.stubGlobal('MediaStream', FakeStream);
}

/** A live track of a kind; call {@link stubTracks} before. */
export function liveTrack(kind: 'audio' | 'video'): MediaStreamTrack {
  return Object.assign(new MediaStreamTrack(), { kind });
}
