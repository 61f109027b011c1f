import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  capacity,
  decideRoom,
  openGateway,
  openMeeting,
  present,
  type Room,
  type RoomCommand,
  type RoomEvent,
} from '@/lib/call/room';
import { endCauses } from '@/lib/platform/reasons';
import { joiner, START } from './examples';
import { runs } from './random';

const who = fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p6');

const comer = fc
  .record({
    id: who,
    account: fc.constantFrom(1, 2, 3, null),
    role: fc.constantFrom('host' as const, 'guest' as const, 'guest' as const),
    canWait: fc.boolean(),
  })
  .chain((one) =>
    fc
      .constantFrom<(number | undefined)[]>(undefined, 1, 2, 3, 3, 3)
      .map((maxPeers) => (maxPeers === undefined ? one : { ...one, maxPeers })),
  );

const command: fc.Arbitrary<RoomCommand> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('join' as const), joiner: comer }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('accept' as const), joiner: comer }) },
  { weight: 2, arbitrary: fc.constant({ do: 'invite' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('invitation_over' as const),
      state: fc.constantFrom('rejected' as const, 'missed' as const, 'cancelled' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('leave' as const),
      participant: who,
      cause: fc.constantFrom(...endCauses),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'promote' as const,
        'lock' as const,
        'unlock' as const,
        'mute_guests' as const,
        'unmute_guests' as const,
        'end' as const,
      ),
      by: who,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('admit' as const, 'remove' as const, 'mute' as const, 'unmute' as const),
      by: who,
      participant: who,
    }),
  },
);

const opened = fc.constantFrom<Room[]>(
  openGateway('room', joiner('p1')),
  openMeeting('room', 1, joiner('p1')),
  openMeeting('room', 9, joiner('p1')),
);

interface Step {
  readonly before: Room;
  readonly command: RoomCommand;
  readonly decision: ReturnType<typeof decideRoom>;
}

function play(room: Room, commands: readonly RoomCommand[]): Step[] {
  let before = room;
  return commands.map((one, index) => {
    const step = { before, command: one, decision: decideRoom(before, one, START + index) };
    before = step.decision.room;
    return step;
  });
}

function everyStep(check: (step: Step) => void): void {
  const commands = fc.array(command, { maxLength: 40 });
  fc.assert(
    fc.property(opened, commands, (room, sent) => play(room, sent).forEach(check)),
    runs(2_000),
  );
}

describe('random histories of a room', () => {
  it('never leave it open with nobody, or with more than fit', () => {
    everyStep(({ before, decision: { room } }) => {
      const inside = present(room);
      if (room.state.state === 'ended') {
        expect(room.members).toEqual([]);
        expect(room.ringing).toBe(0);
        return;
      }
      expect(inside.length).toBeGreaterThan(0);
      if (inside.length > present(before).length) {
        expect(inside.length).toBeLessThanOrEqual(capacity(inside));
      }
    });
  });

  it('never leave one alone in a call with nothing ringing that was answered once', () => {
    everyStep(({ before, command: sent, decision: { room } }) => {
      const left = present(room).length < present(before).length;
      const alone = present(room).length === 1 && room.ringing === 0;
      if ((left || sent.do === 'invitation_over') && alone && before !== room) {
        expect(room.kind === 'conference' && !room.grew).toBe(true);
      }
    });
  });

  it('never open again what ended, nor make a call of a meeting', () => {
    everyStep(({ before, decision }) => {
      if (before.state.state === 'ended') expect(decision.outcome).not.toBe('changed');
      if (before.kind === 'conference') expect(decision.room.kind).toBe('conference');
      if (before.grew) expect(decision.room.grew).toBe(true);
    });
  });

  it('tell of everyone who comes and goes exactly once', () => {
    everyStep(({ before, decision }) => {
      const events: readonly RoomEvent[] = decision.outcome === 'changed' ? decision.events : [];
      const gone = before.members.filter(
        ({ id }) => !decision.room.members.some((member) => member.id === id),
      );
      const toldGone = events.flatMap((event) =>
        event.event === 'participant_left'
          ? [event.participant]
          : event.event === 'room_ended'
            ? event.remaining
            : [],
      );
      expect([...toldGone].sort()).toEqual(gone.map(({ id }) => id).sort());
      const inBefore = present(before).map(({ id }) => id);
      const came = present(decision.room).filter(({ id }) => !inBefore.includes(id));
      const toldCame = events.flatMap((event) =>
        event.event === 'participant_joined' ? [event.participant] : [],
      );
      expect(toldCame).toEqual(came.map(({ id }) => id));
      const ends = events.filter((event) => event.event === 'room_ended');
      const endsNow = before.state.state === 'open' && decision.room.state.state === 'ended';
      expect(ends.length).toBe(endsNow ? 1 : 0);
      for (const end of ends) if (before.ringing > 1) expect(end.cancelRinging).toBe(true);
    });
  });

  it('leave what is refused or repeated untouched', () => {
    everyStep(({ before, decision }) => {
      if (decision.outcome !== 'changed') expect(decision.room).toBe(before);
    });
  });
});
