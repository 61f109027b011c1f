import { keyOfMeeting } from '../meeting-keys';
import { tabShelf } from '../storage';
import type { CallStart } from './call-start';
import { ticketAddress } from './ringing';
import type { RingingEntry } from './ringing-list';
import type { CallIntent, Peer, Ticket } from './view';

const fresh = {
  invitation: null,
  ticket: null,
  pin: null,
  key: null,
  guestName: null,
  since: null,
  held: false,
} as const;

const clientKey = 'client';

/**
 * The value by which this tab answers (platform-api.md 3): kept, so that a second tap after an answer that
 * was cut short, or after a reload, is known as the same device's.
 */
function answeringClient(): string {
  const kept = tabShelf.read(clientKey);
  if (kept !== null) return kept;
  const fresh = crypto.randomUUID();
  tabShelf.write(clientKey, fresh);
  return fresh;
}

/**
 * How a call to an address or short number begins; each tap is a new one (`client`, `checkdup`). `before`: a call
 * to the same address that has ended here; what it was let in by lets it in again.
 */
export function startOf(intent: CallIntent, before?: CallStart): CallStart {
  const { channel, callType, password = '', displayName } = intent;
  return {
    ...fresh,
    client: crypto.randomUUID(),
    direction: 'outgoing',
    kind: 'gateway',
    callType,
    peer: { address: channel, displayName: displayName ?? channel },
    address: channel,
    pin: password === '' ? (before?.pin ?? null) : password,
    key: intent.key ?? keyOfMeeting(channel) ?? before?.key ?? null,
    guestName: intent.guestName ?? before?.guestName ?? null,
  };
}

/** How the answer to what rings here begins. */
export function startOfAnswer({ call, token, address }: RingingEntry): CallStart {
  const { kind, callType, from } = call;
  return {
    ...fresh,
    client: answeringClient(),
    direction: 'incoming',
    kind,
    callType,
    peer: from,
    address,
    invitation: call.invitation,
    ticket: token,
  };
}

/** How the answer by a hand-over link begins; the server says who calls, if the link did not. */
export function startOfTicket(link: Ticket, withVideo: boolean, from?: Peer): CallStart {
  const shown = link.address ?? '';
  return {
    ...fresh,
    client: answeringClient(),
    direction: 'incoming',
    kind: 'gateway',
    callType: withVideo ? 'video' : 'audio',
    peer: from ?? { address: shown, displayName: shown },
    address: ticketAddress(link),
    invitation: link.invitation,
    ticket: link.ticket,
  };
}
