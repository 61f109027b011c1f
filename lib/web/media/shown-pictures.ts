/** The elements that show a stream now: an engine that sends several sizes learns by them which is wanted. */
const shown = new Map<MediaStream, Set<HTMLVideoElement>>();
const listeners = new Set<() => void>();

const tell = (): void => {
  for (const listener of [...listeners]) listener();
};

/** An element shows a stream, until the returned function is called. */
export function notePicture(stream: MediaStream, element: HTMLVideoElement): () => void {
  const elements = shown.get(stream) ?? new Set();
  shown.set(stream, elements.add(element));
  tell();
  return () => {
    elements.delete(element);
    if (elements.size === 0) shown.delete(stream);
    tell();
  };
}

/** The elements that show a stream. */
export function picturesOf(stream: MediaStream): readonly HTMLVideoElement[] {
  return [...(shown.get(stream) ?? [])];
}

/** Calls the listener whenever an element begins or ends to show a stream, until the returned function is called. */
export function watchPictures(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
