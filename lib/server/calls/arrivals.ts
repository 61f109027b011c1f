import { winnerVerdict } from '@/lib/call/grace';
import { cannotEncrypt, carries } from '@/lib/call/room-state';
import type { CallType } from '@/lib/platform/calling';
import type { NewSessionBody } from '@/lib/platform/room';
import type { AccountAuthority, KnownAccount } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { forgetEvents } from '@/lib/server/events/outbox';
import { cutAtGraphemes } from '@/lib/server/graphemes';
import { done, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { writePerson } from './apply-room';
import { endRoomBy } from './end-room';
import { listEventNames, tellList, tellUpdate } from './entries';
import { closeLegsOf, legEventNames } from './leg-store';
import { refusedBecause, refusedFor } from './replies';
import { nextArrival, ruleRoom, stateOf, type LoadedRoom } from './room-store';
import { sessionEnd } from './results';
import { expectDeadline, receiversOf, type Step } from './step';

type Person = Row<'participant'>;

/** Who asks for a session, by what it proved, and what its client can do. */
export interface Newcomer {
  readonly account: KnownAccount | null;
  /** Identity that a repeat must prove again (platform-api.md 4, `checkdup`). */
  readonly proof: string;
  readonly displayName: string;
  /** Empty for anonymous callers. */
  readonly address: string;
  readonly device: string | null;
  readonly registration: string | null;
  readonly profile: Person['profile'];
  readonly maxPeers: number;
  /** Its client has LiveKit beside legs. */
  readonly livekit: boolean;
  /** It has the key of an encrypted meeting, by its own word: without one it would see and hear nothing. */
  readonly hasKey: boolean;
  readonly callType: CallType;
  readonly checkdup: string | null;
}

/** What `new_session` says of its sender, beside who it is. */
export interface Asking {
  readonly body: NewSessionBody;
  readonly authority: AccountAuthority | null;
  /** The client's network, by which anonymous callers are told apart. */
  readonly network: string;
  /** One of our own pages asks. */
  readonly page: boolean;
}

/** Who comes, as its request proves it; body fields never override that (platform-api.md 4). */
export function newcomer(context: Context, { body, authority, network, page }: Asking): Newcomer {
  const account = authority?.account ?? null;
  const byRegistration = authority?.kind === 'registration' ? authority : null;
  return {
    account,
    proof: account === null ? `network ${network}` : `account ${account.id}`,
    displayName: account?.displayName ?? guestName(body.display_name),
    address: account?.address ?? '',
    device: byRegistration?.device ?? null,
    registration: byRegistration?.registration ?? null,
    profile: page ? 'ringway' : 'outside',
    maxPeers: grantedPeers(context, body.max_peers),
    livekit: body.engines?.includes('livekit') ?? false,
    hasKey: page && body.has_key === true,
    callType: body.call_type === 'audio' ? 'audio' : 'video',
    checkdup: body.checkdup ?? body.client ?? null,
  };
}

/** Longest name that an anonymous caller is shown by, in UTF-16 code units. */
const longestGuestName = 80;

/** How an anonymous caller is shown: by the name it gives itself, marked as nobody's word. */
function guestName(name: string | undefined): string {
  const said = cutAtGraphemes(name?.replaceAll('"', '').trim() ?? '', longestGuestName);
  return said === '' ? 'Guest' : `Guest "${said}"`;
}

/** How many others a client may hold legs with: what it said, as far as a mesh carries. */
function grantedPeers(context: Context, asked: number | undefined): number {
  return Math.max(1, Math.min(asked ?? 1, context.settings.meshSize - 1));
}

/** The row of somebody who comes into a room. */
export function newPerson(
  step: Step,
  room: string,
  who: Newcomer,
  place: Pick<Person, 'uuid' | 'role' | 'state' | 'is_muted' | 'joined_at'>,
): Person {
  return {
    ...place,
    room_id: room,
    account_id: who.account?.id ?? null,
    device_id: who.device,
    registration_id: who.registration,
    display_name: who.displayName,
    address: who.address,
    profile: who.profile,
    ...mediaAbilities(who),
    buzz_at: null,
    media_state: '{}',
    call_type: who.callType,
    proof: who.proof,
    checkdup: who.checkdup,
    token_n: 1,
    expires_at: sessionEnd(step.now),
    event_n: 0,
    stream_seen_at: null,
    stream_open: 0,
    grace_deadline: null,
    grace_cause: null,
    flowing_since: null,
    flowing_at: null,
    left_at: null,
    end_reason: null,
    end_cause: null,
  };
}

/** A winner has to give a sign of life after its answer (call-rules.md 15). */
export function mustGiveSign(step: Step, person: Person): Person {
  const verdict = winnerVerdict({ answeredAt: step.now, gaveSignOfLife: false }, step.now);
  const grace_deadline = verdict.stays ? verdict.until : step.now;
  if (grace_deadline !== null) expectDeadline(step, grace_deadline);
  return { ...person, grace_deadline, grace_cause: 'silent' };
}

/**
 * `new_session` returned the same participant: this page has no legs any more. Its old ones end, what
 * was queued for them is dropped, and from now on it offers to everyone (direct-media.md). Refused: it
 * came back as a client that the room's media does not reach, so it is in no longer.
 */
export async function comeAgain(
  step: Step,
  room: LoadedRoom,
  person: Person,
  who: Newcomer,
): Promise<Outcome<null>> {
  const refusal = refusalOfReturn(step, room, person, who);
  if (refusal !== undefined) {
    await endRoomBy(step, room, { do: 'leave', participant: person.uuid, cause: 'moved' });
    return refusal;
  }
  const receivers = receiversOf(person).map(({ id }) => id);
  await forgetEvents(step.context, step.tx, (is) =>
    is.and([
      is('receiver', 'in', receivers),
      is('room_id', '=', room.row.id),
      is('name', 'in', [...legEventNames, ...listEventNames]),
    ]),
  ).execute();
  await closeLegsOf(step, room, person.uuid);
  await writePerson(step, person, {
    registration_id: who.registration ?? person.registration_id,
    ...mediaAbilities(who),
    media_state: JSON.stringify({ ...stateOf(person), engine: undefined }),
    joined_at: nextArrival(step, room.people),
    expires_at: sessionEnd(step.now),
  });
  if (room.people.length > 1) tellUpdate(step, room, person);
  if (person.registration_id !== null) tellList(step, room, person);
  return done(null);
}

/** What a newcomer of its kind would hear: its client says anew what it can, and that may be less than before. */
function refusalOfReturn(
  { context }: Step,
  room: LoadedRoom,
  person: Person,
  who: Newcomer,
): Outcome<never> | undefined {
  const people = room.people.map((one) =>
    one === person ? { ...one, ...mediaAbilities(who) } : one,
  );
  const rules = ruleRoom({ ...room, people }, context);
  const back = rules.members.find(({ id }) => id === person.uuid);
  if (back === undefined || carries(rules, back)) return undefined;
  return cannotEncrypt(rules, back)
    ? refusedBecause('forbidden', 'cannot_encrypt')
    : refusedFor('full');
}

function mediaAbilities({ maxPeers, livekit }: Newcomer): Pick<Person, 'max_peers' | 'livekit'> {
  return { max_peers: maxPeers, livekit: livekit ? 1 : 0 };
}
