import { createStore, type Store } from '../store';
import { keepEventStream, type StreamState } from '../stream/event-stream';
import { readEvent, type StreamEvent } from '../stream/events';
import { servicePath, type ParticipantSession } from './participant-session';

/** The stream of a participant without a registration (platform-api.md, section 6). */
export interface GuestStream {
  readonly state: Store<StreamState>;
  readonly close: () => void;
}

/** Opens the stream of a participant with its own token. */
export function openGuestStream(
  address: string,
  session: ParticipantSession,
  onEvent: (event: StreamEvent) => void,
  onState: () => void,
): GuestStream {
  const state = createStore<StreamState>('connecting');
  let lastEventId = '0';
  const stream = keepEventStream({
    open: (after, signal) =>
      fetch(`${servicePath(address)}/events`, {
        headers: {
          accept: 'text/event-stream',
          token: session.token(),
          'last-event-id': after,
        },
        cache: 'no-store',
        signal,
      }),
    lastEventId: {
      read: () => lastEventId,
      write: (id) => {
        lastEventId = id;
      },
    },
    onEvent: (raw) => {
      const event = readEvent(raw);
      if (event) onEvent(event);
    },
    onState: (next) => {
      state.set(next);
      onState();
    },
    // Without a place in the room there is nothing to hear; its end comes with the next refresh.
    onRefused: (status) => Promise.resolve(status !== 401),
    random: Math.random,
  });
  return { state, close: stream.close };
}
