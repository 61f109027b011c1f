import type { MySession } from '@/lib/platform/own';
import { readKept } from './database';
import { sessionPiece } from './pieces';

/** Who was signed in here when the server last answered. */
export function recallSession(): Promise<MySession | null> {
  return readKept(sessionPiece);
}
