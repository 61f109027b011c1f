import { describe, expect, it } from 'vitest';
import { decideRoom, openMeeting, type Room, type RoomCommand } from '@/lib/call/room';
import { after, joiner, START } from './examples';

/** One of our pages, with the meeting's key, on a server that has LiveKit: legs with one other, beside LiveKit. */
const page = (id: string, account = 2) =>
  joiner(id, { account, maxPeers: 1, livekit: 'may', hasKey: true });
/** The same by a browser that cannot encrypt for LiveKit. */
const unable = (id: string) => joiner(id, { account: 3, maxPeers: 1, hasKey: true });
const join = (who: ReturnType<typeof joiner>): RoomCommand => ({ do: 'join', joiner: who });

function encrypted(change: Partial<Room> = {}): Room {
  const opened = openMeeting('room', 1, page('host', 1));
  return { ...opened, encrypted: true, liveKitAtHand: 'ready', ...change };
}

const inside = (room: Room) => room.members.filter(({ waiting }) => !waiting).map(({ id }) => id);
const decide = (room: Room, command: RoomCommand) => decideRoom(room, command, START);
const refused = { outcome: 'refused', reason: 'forbidden', because: 'cannot_encrypt' };

describe('an encrypted meeting and a browser that cannot encrypt for LiveKit', () => {
  it('takes it as long as legs carry them all', () => {
    const room = after(encrypted(), join(unable('old')));
    expect([inside(room), room.engine]).toEqual([['host', 'old'], 'direct']);
  });

  it('refuses it with the reason where LiveKit carries them, or would have to', () => {
    const two = after(encrypted(), join(page('bob')));
    expect(decide(two, join(unable('old')))).toMatchObject(refused);
    const three = after(two, join(page('carol')));
    expect(decide(three, join(unable('old')))).toMatchObject(refused);
  });

  it('grows all the same: whoever cannot encrypt leaves, told why, and nobody goes to LiveKit for it', () => {
    const two = after(encrypted(), join(unable('old')));
    const decision = decide(two, join(page('carol')));
    expect(decision).toMatchObject({
      outcome: 'changed',
      events: [
        { event: 'participant_left', participant: 'old', cause: 'cannot_encrypt' },
        { event: 'participant_joined', participant: 'carol' },
      ],
    });
    expect([inside(decision.room), decision.room.engine]).toEqual([['host', 'carol'], 'direct']);
    expect(after(decision.room, join(page('dave'))).engine).toBe('changing');
  });

  it('sends nobody away while LiveKit does not answer', () => {
    const two = after(encrypted({ liveKitAtHand: 'down' }), join(unable('old')));
    const decision = decide(two, join(page('carol')));
    expect(decision).toMatchObject({ outcome: 'refused', reason: 'unavailable', room: two });
  });

  it('is full, as any other, where the server has no LiveKit', () => {
    const two = after(encrypted({ liveKitAtHand: 'none' }), join(unable('old')));
    expect(decide(two, join(page('carol')))).toMatchObject({ outcome: 'refused', reason: 'full' });
  });

  it('says so before it waits at the door, or when it would be let in', () => {
    const two = { ...after(encrypted(), join(page('bob'))), waitingRoom: true };
    expect(decide(two, join(unable('old')))).toMatchObject(refused);
    const alone = encrypted({ waitingRoom: true });
    const waits = after(alone, join(unable('old')), join(page('bob')));
    const admits = (participant: string) => ({ do: 'admit', by: 'host', participant }) as const;
    const decision = decide(after(waits, admits('bob')), admits('old'));
    expect(decision).toMatchObject({
      outcome: 'changed',
      events: [{ event: 'participant_left', participant: 'old', cause: 'cannot_encrypt' }],
    });
    expect(decision.room.members.map(({ id }) => id)).toEqual(['host', 'bob']);
  });
});
