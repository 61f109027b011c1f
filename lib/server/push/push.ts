/** A device that an invitation is to ring by push, and until when (ms since 1970). */
export interface PushedRing {
  readonly invitation: string;
  readonly ring: string;
  readonly device: string;
  readonly expiresAt: number;
}

/** The hand-over of a ring to push channels (call-rules.md 9, 10, 16). */
export interface Push {
  /** Whether a device has a push channel that can be rung now. */
  reaches(device: string): Promise<boolean>;
  /** Hands rings over; returns at once, one slow provider delays nobody. */
  ring(rings: readonly PushedRing[]): void;
  /** The invitation is over: what has not left is dropped (call-rules.md 10). */
  drop(invitation: string): void;
}
