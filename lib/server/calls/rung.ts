import type { PushedPart } from '@/lib/server/push/queue';
import type { Row } from '@/lib/server/store/schema';

/**
 * A physical device that is to ring. `stream`: its stream is open now; `pushes`: its parts that a push
 * reaches, in the order in which they are tried.
 */
export interface RingingDevice {
  readonly id: string;
  readonly registration: string | null;
  readonly stream: boolean;
  /** Registrations of its other parts whose streams are open too. */
  readonly otherStreams: readonly string[];
  readonly pushes: readonly PushedPart[];
}

/** A device with its ring. */
export interface Rung {
  readonly device: RingingDevice;
  readonly ring: Row<'ring'>;
}
