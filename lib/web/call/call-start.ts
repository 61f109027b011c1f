import type { CallType } from '@/lib/platform/calling';
import type { Peer } from './view';

/** How a call begins. */
export interface CallStart {
  readonly direction: 'incoming' | 'outgoing';
  readonly kind: 'gateway' | 'conference';
  readonly callType: CallType;
  readonly peer: Peer;
  /** Where `new_session` goes, and with what (platform-api.md 3, 4). */
  readonly address: string;
  readonly client: string;
  /** The invitation that it answers; null for a call of my own. */
  readonly invitation: string | null;
  readonly ticket: string | null;
  readonly pin: string | null;
  /** The key of an encrypted meeting, from its link alone; it is never sent. */
  readonly key: string | null;
  /** How whoever has no account wants to be called. */
  readonly guestName: string | null;
  /** Since when it is connected already (a reload), ms since 1970. */
  readonly since: number | null;
  readonly held: boolean;
}
