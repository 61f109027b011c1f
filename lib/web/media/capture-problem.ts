import type { CaptureProblem } from '../call/view';

/** What an error of `getUserMedia` means to the person (Media Capture and Streams, 10.2). */
export function captureProblemOf(error: unknown): CaptureProblem {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'not_found';
    case 'NotReadableError':
      return 'in_use';
    case 'SecurityError':
    case 'TypeError':
      // Without a secure context there are no media devices at all.
      return 'insecure';
    default:
      return 'failed';
  }
}
