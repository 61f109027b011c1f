import { expect } from 'vitest';
import type { Api } from '@/lib/web/api';
import { createCall, type Call } from '@/lib/web/call/call';
import type { Capture } from '@/lib/web/media/capture';

/** A voice call of Bob's that has just come into a meeting; no media is opened in it. */
export function enteredCall(api: Api, capture: Capture): Call {
  const call = createCall(
    {
      ...{ api, capture },
      openMedia: () => expect.fail('there is no media'),
      prepareLiveKit: () => undefined,
      streamAway: () => false,
      paused: () => false,
      playbackBlocked: () => false,
      speakingWhileMuted: () => false,
      onChange: () => undefined,
    },
    {
      ...{ direction: 'outgoing', kind: 'conference', callType: 'audio', address: 'team@x' },
      ...{ peer: { address: 'team@x', displayName: 'Team' }, client: 'client' },
      ...{ invitation: null, ticket: null, pin: null, key: null, guestName: null },
      ...{ since: null, held: false },
    },
  );
  call.enter({
    ...{ token: 'token', expires: '120', participant_uuid: 'me', display_name: 'Bob' },
    ...{ role: 'GUEST', service_type: 'conference', current_service_type: 'conference' },
    ...{ call_type: 'audio', direct_media: true, answer_by_event: true, max_peers: 3 },
    ...{ room: 'room', address: 'team@x' },
  });
  return call;
}
