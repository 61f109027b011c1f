import type { CallType } from '@/lib/platform/calling';
import type { Reason } from '@/lib/platform/reasons';
import type { Flag, Milliseconds } from './columns';

/** One line of an account's history. */
export interface CallRecordTable {
  id: string;
  account_id: number;
  room_id: string;
  invitation_id: string | null;
  direction: 'incoming' | 'outgoing';
  peer_address: string;
  peer_name: string;
  kind: 'gateway' | 'conference';
  call_type: CallType;
  placed_at: Milliseconds;
  answered_at: Milliseconds | null;
  ended_at: Milliseconds | null;
  outcome:
    | 'ringing'
    | 'answered'
    | 'missed'
    | 'rejected'
    | 'cancelled'
    | 'busy'
    | 'unreachable'
    | 'failed';
  reason: Reason | null;
  message: string | null;
  seen: Flag;
}

/** How a leg was for one of its ends (call-rules.md, Media). */
export interface LegRecordTable {
  /** Its `call_uuid` of the leg. */
  call: string;
  /** The room, which is forgotten before this is. */
  room_id: string;
  /** Whose history it is kept with: its own, else the other end's, else the host's. */
  account_id: number;
  from_name: string;
  to_name: string;
  written_at: Milliseconds;
  /** JSON of LegRecord. */
  record: string;
}
