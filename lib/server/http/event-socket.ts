import type { WebSocket } from 'ws';
import type { WebSocketFrame } from '@/lib/platform/events';
import type { StreamEvent } from '../events/streams';
import type { Wire } from './open-streams';

/** Going away (RFC 6455, 7.4.1): the client connects again if it still wants to. */
const goingAway = 1001;

/** The frame of an event (direct-media.md); without a number of its own its id is empty. */
export function writeFrame({ n, name, data }: StreamEvent): string {
  const frame: Omit<WebSocketFrame, 'data'> = {
    _command: 'event',
    _eventName: name,
    _eventId: n === null ? '' : String(n),
  };
  // The data is JSON already: it is put in as it stands.
  return `${JSON.stringify(frame).slice(0, -1)},"data":${data}}`;
}

/** What is used of a WebSocket. */
type Socket = Pick<
  WebSocket,
  | 'send'
  | 'ping'
  | 'once'
  | 'close'
  | 'terminate'
  | 'readyState'
  | 'OPEN'
  | 'CLOSED'
  | 'bufferedAmount'
>;

/** A room's events on a WebSocket. */
export class EventSocket implements Wire {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  write(event: StreamEvent, written: () => void): void {
    this.#socket.send(writeFrame(event), (error) => {
      if (!error) written();
    });
  }

  beat(): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
  }

  onClose(listener: () => void): void {
    if (this.#socket.readyState === this.#socket.CLOSED) listener();
    else this.#socket.once('close', listener);
  }

  backlog(): number {
    return this.#socket.bufferedAmount;
  }

  end(): void {
    this.#socket.close(goingAway);
  }

  cut(): void {
    this.#socket.terminate();
  }
}
