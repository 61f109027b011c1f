import type { ParticipantState } from '@/lib/platform/room';
import type { ParticipantAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, type Outcome } from '@/lib/server/outcome';
import { applyRoom, writePerson } from './apply-room';
import { decideRoom, givesWay, mayShareScreen } from '@/lib/call/room';
import { listFor, roomState, tellUpdate } from './entries';
import { awayOf, changeGrace } from './grace-store';
import { asInsider, asParticipant, type Inside } from './participant';
import { refusedAs, refusedFor } from './replies';
import { ruleRoom, stateOf } from './room-store';
import { tellParticipant } from './step';
import type { Participant } from '@/lib/platform/room';

/** Who is in, as this participant is told it (platform-api.md 4). */
export function participants(
  context: Context,
  authority: ParticipantAuthority,
): Promise<Outcome<readonly Participant[]>> {
  return asParticipant(context, authority, ({ room, person }) =>
    Promise.resolve(done(listFor(person, room))),
  );
}

/** Locked or not, and what else the room itself is (platform-api.md 4). */
export function serviceStatus(
  context: Context,
  authority: ParticipantAuthority,
): Promise<Outcome<ReturnType<typeof roomState>>> {
  return asParticipant(context, authority, ({ room }) => Promise.resolve(done(roomState(room))));
}

/** Chat: every other participant gets it as `message_received`. */
export function sendMessage(
  context: Context,
  authority: ParticipantAuthority,
  message: { readonly type?: string | undefined; readonly payload: string },
): Promise<Outcome<null>> {
  return asInsider(context, authority, ({ step, room, person }) => {
    const data = {
      type: message.type ?? 'text/plain',
      payload: message.payload,
      uuid: person.uuid,
      origin: person.display_name,
    };
    for (const other of room.people) {
      if (other.uuid === person.uuid || other.state !== 'in') continue;
      tellParticipant(step, other, { name: 'message_received', data });
    }
    return Promise.resolve(done(null));
  });
}

/** Raises or lowers one's own hand; a host lowers anybody's, or (null) all of them. */
export function changeHand(
  context: Context,
  authority: ParticipantAuthority,
  whose: string | null,
  hand: 'raised' | 'lowered',
): Promise<Outcome<null>> {
  return asInsider(context, authority, async ({ step, room, person }) => {
    const mine = whose === person.uuid;
    if (!mine && (hand === 'raised' || person.role !== 'HOST')) return refusedFor('forbidden');
    const meant = room.people.filter(({ uuid }) => whose === null || uuid === whose);
    if (meant.length === 0) return refusedFor('not_found');
    for (const one of meant) {
      if ((one.buzz_at !== null) === (hand === 'raised')) continue;
      await writePerson(step, one, { buzz_at: hand === 'raised' ? step.now : null });
      tellUpdate(step, room, one);
    }
    return done(null);
  });
}

/**
 * What a participant says of itself and of others' media (call-rules.md 17, 18). `flowing` names
 * those whose media still arrives: it holds back their grace time. A screen is shared only where the room lets it.
 */
export function changeState(
  context: Context,
  authority: ParticipantAuthority,
  change: ParticipantState & { readonly flowing?: readonly string[] | undefined },
): Promise<Outcome<null>> {
  return asInsider(context, authority, async ({ step, room, person }) => {
    const { flowing = [], ...said } = change;
    const before = stateOf(person);
    const state = { ...before, ...said };
    if (state.screen === true && before.screen !== true) {
      const rules = ruleRoom(room, step.context);
      const permission = mayShareScreen(rules, person.uuid);
      if (!permission.allowed) return refusedAs(permission);
      await stopScreens({ step, room }, givesWay(rules, person.uuid));
    }
    const settling = state.engine === 'livekit' && before.engine !== 'livekit';
    if (JSON.stringify(state) !== JSON.stringify(before)) {
      await writePerson(step, person, { media_state: JSON.stringify(state) });
      tellUpdate(step, room, person);
      if (state.paused !== before.paused) {
        await changeGrace(step, room, person, { do: 'pause', away: awayOf(person) });
      }
    }
    if (settling) await flowsThroughLiveKit({ step, room, person });
    for (const other of room.people) {
      if (other.uuid === person.uuid || !flowing.includes(other.uuid)) continue;
      await changeGrace(step, room, other, { do: 'flowing' });
    }
    return done(null);
  });
}

/** Whose screens these are shares them no longer, and is told so, if only when it is back. */
async function stopScreens(
  { step, room }: Pick<Inside, 'step' | 'room'>,
  whose: readonly string[],
): Promise<void> {
  for (const one of room.people) {
    if (!whose.includes(one.uuid)) continue;
    const media_state = JSON.stringify({ ...stateOf(one), screen: false });
    await writePerson(step, one, { media_state });
    tellUpdate(step, room, one);
  }
}

/** Its media flows through LiveKit; once everybody's does, the legs end (direct-media.md, `media_changed`). */
async function flowsThroughLiveKit({ step, room, person }: Inside): Promise<void> {
  const command = { do: 'flows_through_livekit', participant: person.uuid } as const;
  const decision = decideRoom(ruleRoom(room, step.context), command, step.now);
  if (decision.outcome === 'changed') await applyRoom(step, room, decision);
}
