import { describe, expect, it } from 'vitest';
import type { NewRoom } from '@/lib/platform/own';
import type { KnownAccount } from '@/lib/server/authority';
import { controlRoom, removeParticipant } from '@/lib/server/calls/controls';
import { dial } from '@/lib/server/calls/dial';
import { participants } from '@/lib/server/calls/own-side';
import { myCalls } from '@/lib/server/history/history';
import { createMeeting } from '@/lib/server/meetings/meetings';
import { bothDatabases } from '@/tests/support/context';
import { credentialsOf, reasonOf, valueOf } from '../people/people';
import { useStage, type Seat } from './stage';

describe.each(bothDatabases)(
  'whoever is rung into a meeting, or comes to it, on %s',
  (database) => {
    const stage = useStage(database);

    /** A meeting with its host in. */
    async function meeting(wishes: NewRoom = {}) {
      const owner = await stage().person('owner');
      const who = await credentialsOf(stage().context, owner);
      const { address } = valueOf(await createMeeting(stage().context, who, wishes));
      const device = await stage().device(owner);
      return { owner, address, device, host: await device.calls(address) };
    }

    async function somebody() {
      const account = await stage().person('person');
      return { account, device: await stage().device(account) };
    }

    const rings = async (seat: Seat, { address }: KnownAccount) => {
      const destination = { destination: address };
      const dialled = valueOf(await dial(stage().context, seat.authority, destination));
      await stage().told();
      return dialled;
    };

    const callsOf = async (account: KnownAccount) =>
      (await myCalls(stage().context, account, {})).calls;

    const admits = (host: Seat, { uuid }: Seat) =>
      controlRoom(stage().context, host.authority, { do: 'admit', participant: uuid });

    it('has answered when coming by the link: nothing rings on, and one line tells of it', async () => {
      const { address, device: hosts, host } = await meeting();
      const { account, device: desk } = await somebody();
      const phone = await stage().device(account);
      const { participant, invitation } = await rings(host, account);
      const seat = await desk.calls(address);
      expect(seat.uuid).toBe(participant);
      // By this the page that came takes away what rings on it.
      expect(seat.session.invitation).toMatchObject({ id: invitation, state: 'accepted' });
      await stage().told();
      expect(phone.stream.last('incoming_cancelled')).toMatchObject({
        invitation,
        reason: 'answered_elsewhere',
      });
      expect(desk.stream.names()).not.toContain('incoming_cancelled');
      const told = { invitation, state: 'accepted' };
      expect(hosts.stream.last('invitation_update')).toMatchObject(told);
      expect(reasonOf(await phone.answer())).toBe('answered_elsewhere');
      // Past the deadline nothing becomes of it, and nobody has to give a sign of life who joined.
      await stage().advance(60_000);
      expect(valueOf(await participants(stage().context, host.authority))).toHaveLength(2);
      const lines = await callsOf(account);
      expect(lines).toMatchObject([{ direction: 'incoming', outcome: 'answered', seen: true }]);
      valueOf(await seat.leave());
      expect((await callsOf(account)).map(({ ended }) => ended)).not.toContain(null);
    });

    it('comes in by the link past lock and waiting room while it rings, and no longer', async () => {
      const { address, host } = await meeting({ waiting_room: true });
      valueOf(await controlRoom(stage().context, host.authority, { do: 'lock' }));
      const { account, device } = await somebody();
      await rings(host, account);
      const seat = await device.calls(address);
      expect(seat.session.service_type).toBe('conference');
      valueOf(await seat.leave());
      expect((await device.calls(address)).session.service_type).toBe('waiting_room');
    });

    it('is another’s invitation for nobody', async () => {
      const { address, host } = await meeting({ waiting_room: true });
      const { account, device } = await somebody();
      await rings(host, account);
      const other = await somebody();
      const waiting = await other.device.calls(address);
      expect(waiting.session).toMatchObject({ service_type: 'waiting_room' });
      expect(waiting.session.invitation).toBeUndefined();
      await device.answers();
    });

    it('is nobody’s to know of who waits before the door, by dialling the same, too', async () => {
      const { address, host } = await meeting({ waiting_room: true });
      const { account } = await somebody();
      const dialled = await rings(host, account);
      const waiting = await (await somebody()).device.calls(address);
      const destination = { destination: account.address };
      expect(reasonOf(await dial(stage().context, waiting.authority, destination))).toBe(
        'forbidden',
      );
      expect(valueOf(await dial(stage().context, host.authority, destination))).toEqual(dialled);
    });

    it('has a line in the history once let in, from then on, and none for waiting alone', async () => {
      const { address, host } = await meeting({ waiting_room: true });
      const turned = await somebody();
      const waiting = await turned.device.calls(address);
      expect(await callsOf(turned.account)).toEqual([]);
      valueOf(await removeParticipant(stage().context, host.authority, waiting.uuid));
      expect(await callsOf(turned.account)).toEqual([]);

      const { account, device } = await somebody();
      const seat = await device.calls(address);
      await stage().advance(20_000);
      const admittedAt = stage().context.clock.now();
      valueOf(await admits(host, seat));
      const [line, ...more] = await callsOf(account);
      expect(more).toEqual([]);
      expect(line).toMatchObject({ outcome: 'answered', ended: null });
      expect(Date.parse(line?.answered ?? '')).toBe(admittedAt);
      // Another device before the door takes no part in it.
      const phone = await stage().device(account);
      await phone.calls(address);
      valueOf(await seat.leave());
      expect((await callsOf(account)).map(({ ended }) => ended)).not.toContain(null);
    });

    it('leaves the inviter who had gone by then a call that was over at once', async () => {
      const { address, owner, host } = await meeting();
      const inviting = await somebody();
      const seat = await inviting.device.calls(address);
      const { account, device } = await somebody();
      await rings(seat, account);
      await stage().advance(5_000);
      valueOf(await seat.leave());
      await stage().advance(5_000);
      const answeredAt = new Date(stage().context.clock.now()).toISOString();
      await stage().told();
      const changes = () => inviting.device.stream.all('calls_changed').length;
      const before = changes();
      await device.answers();
      await stage().told();
      const lineTo = async (whose: KnownAccount, peer: string) =>
        (await callsOf(whose)).find((line) => line.peer.address === peer);
      expect(await lineTo(inviting.account, account.address)).toMatchObject({
        outcome: 'answered',
        answered: answeredAt,
        ended: answeredAt,
      });
      expect(changes()).toBe(before + 1);
      expect(await lineTo(account, inviting.account.address)).toMatchObject({ ended: null });
      // One who is still in talks on.
      const last = await somebody();
      await rings(host, last.account);
      await last.device.answers();
      expect(await lineTo(owner, last.account.address)).toMatchObject({ ended: null });
    });
  },
);
