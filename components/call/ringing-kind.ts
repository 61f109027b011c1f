import type { RingingCall } from '@/lib/web/call/view';

/** What somebody calls for, as the messages name it. */
export function ringingKind({ kind, callType }: RingingCall): 'audio' | 'video' | 'meeting' {
  return kind === 'conference' ? 'meeting' : callType;
}
