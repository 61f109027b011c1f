import type { Incoming } from '@/lib/platform/calling';

/** A way to send a push to the n-th device; true where it was taken. */
export interface Sender {
  send(n: number): Promise<boolean>;
  close(): Promise<void>;
}

/** The n-th device's token. */
export function deviceToken(n: number): string {
  return (n + 1).toString(16).padStart(64, '0');
}

/** A call as a push tells of it. */
export const sampleIncoming: Incoming = {
  remote_alias: 'alice@calls.example.com',
  owner: 'bob@calls.example.com',
  remote_display_name: 'Alice Example',
  conference_alias: 'room-3f1c6b1e-6f6e-4d37-9d3e-1f5a6f0f7a11@calls.example.com',
  token: `${'t'.repeat(43)}.${'s'.repeat(43)}`,
  time: '1900000000',
  service_type: 'gateway',
  bsskey: 'b'.repeat(22),
  invitation: 'i'.repeat(22),
  remote_address: 'alice@calls.example.com',
  remote_organisation: 'Example Limited',
  call_type: 'video',
  expires_at: 1_900_000_045,
  origin: 'https://calls.example.com',
  waiting: false,
};

/** {@link sampleIncoming} as a payload. */
export function samplePayload(): string {
  return JSON.stringify({ aps: {}, ...sampleIncoming });
}
