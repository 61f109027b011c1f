import type { ParticipantSession } from './participant-session';

/** What a host does with a meeting and the people in it (platform-api.md, section 4). */
export type HostAction =
  | { readonly do: 'lock' | 'unlock' | 'muteGuests' | 'unmuteGuests' | 'endForAll' }
  | {
      readonly do: 'admit' | 'remove' | 'mute' | 'unmute' | 'makeHost' | 'makeGuest' | 'lowerHand';
      readonly participant: string;
    };

/** A verb below the room's path, with its body. */
interface Verb {
  readonly path: string;
  readonly body?: { readonly role: 'chair' | 'guest' };
}

/** The verb that an action is. Before the door `remove` declines; the same verb admits and unlocks. */
export function verbOf(action: HostAction): Verb {
  switch (action.do) {
    case 'lock':
    case 'unlock':
      return { path: action.do };
    case 'muteGuests':
      return { path: 'muteguests' };
    case 'unmuteGuests':
      return { path: 'unmuteguests' };
    case 'endForAll':
      return { path: 'disconnect' };
    case 'admit':
      return { path: of(action.participant, 'unlock') };
    case 'remove':
      return { path: of(action.participant, 'disconnect') };
    case 'mute':
    case 'unmute':
      return { path: of(action.participant, action.do) };
    case 'makeHost':
      return { path: of(action.participant, 'role'), body: { role: 'chair' } };
    case 'makeGuest':
      return { path: of(action.participant, 'role'), body: { role: 'guest' } };
    case 'lowerHand':
      return { path: of(action.participant, 'clearbuzz') };
  }
}

function of(participant: string, verb: string): string {
  return `participants/${encodeURIComponent(participant)}/${verb}`;
}

/** Asks the server for it; rejects with what the server says against it. */
export async function actAsHost(session: ParticipantSession, action: HostAction): Promise<void> {
  const { path, body } = verbOf(action);
  await session.control(path, body);
}
