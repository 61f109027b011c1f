import type { Incoming } from '@/lib/platform/calling';
import type { PushStep } from '@/lib/platform/pushes';
import type { OutgoingPush, PushTarget } from '@/lib/server/push/push';

/** A call as it is pushed; `change` what differs. */
export function incomingCall(change: Partial<Incoming> = {}): Incoming {
  return {
    remote_alias: 'alice',
    owner: 'example.com',
    remote_display_name: 'Alice',
    conference_alias: 'bob@example.com',
    token: 'one-time-token-of-this-ring',
    time: '1900000000',
    service_type: 'gateway',
    bsskey: 'key',
    invitation: '7d8c2f0a-5b1e-4c39-9a54-0d3f0a6c1b2e',
    remote_address: 'alice@example.com',
    call_type: 'video',
    expires_at: 1_900_000_045,
    origin: 'https://calls.example.com',
    waiting: false,
    ...change,
  };
}

/** A push on its way, with what was noted of its journey. */
export interface TrackedPush<Target extends PushTarget> extends OutgoingPush<Target> {
  readonly steps: readonly Pick<PushStep, 'step' | 'detail'>[];
  /** The call ended. */
  drop(): void;
}

let count = 0;

/** A push of a call to a target; `expiresAt` in ms since 1970. */
export function outgoingPush<Target extends PushTarget>(
  push: Pick<OutgoingPush<Target>, 'target' | 'message' | 'expiresAt'>,
): TrackedPush<Target> {
  const steps: Pick<PushStep, 'step' | 'detail'>[] = [];
  let dropped = false;
  count += 1;
  return {
    ...push,
    id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    isDropped: () => dropped,
    note: (step, detail) => steps.push({ step, ...(detail !== undefined && { detail }) }),
    steps,
    drop: () => {
      dropped = true;
    },
  };
}
