import { describe, expect, it } from 'vitest';
import {
  decideInvitation,
  isFinal,
  mayStillRing,
  reasonSeenBy,
  refusalFor,
  ringDeadline,
  tokenStaysGoodUntil,
  type Decision,
  type FinalState,
  type Invitation,
  type InvitationCommand,
} from '@/lib/call/invitation';
import { ringingInvitation, START } from './examples';

const accept: InvitationCommand = { do: 'accept', device: 'phone', client: 'tab' };
const reject: InvitationCommand = { do: 'reject', device: 'phone', message: 'Later' };
const cancel: InvitationCommand = { do: 'cancel', by: 'alice' };
const DEADLINE = START + 45_000;

function decide(invitation: Invitation, command: InvitationCommand, now = START + 1): Decision {
  return decideInvitation(invitation, command, now);
}

function changed(invitation: Invitation, command: InvitationCommand, now = START + 1) {
  const decision = decide(invitation, command, now);
  if (decision.outcome !== 'changed') throw new Error(decision.outcome);
  return decision;
}

const endings: readonly {
  state: FinalState;
  by: InvitationCommand;
  at: number;
  devicesHear: string;
  callerHears: string | null;
  except: string | null;
}[] = [
  {
    state: 'accepted',
    by: accept,
    at: START + 1,
    devicesHear: 'answered_elsewhere',
    callerHears: null,
    except: 'phone',
  },
  {
    state: 'rejected',
    by: reject,
    at: START + 1,
    devicesHear: 'rejected_elsewhere',
    callerHears: 'rejected',
    except: 'phone',
  },
  {
    state: 'cancelled',
    by: cancel,
    at: START + 1,
    devicesHear: 'cancelled',
    callerHears: 'cancelled',
    except: null,
  },
  {
    state: 'missed',
    by: { do: 'expire' },
    at: DEADLINE,
    devicesHear: 'missed',
    callerHears: 'missed',
    except: null,
  },
  {
    state: 'busy',
    by: { do: 'busy' },
    at: START + 1,
    devicesHear: 'missed',
    callerHears: 'busy',
    except: null,
  },
  {
    state: 'unreachable',
    by: { do: 'unreachable' },
    at: START + 1,
    devicesHear: 'missed',
    callerHears: 'unreachable',
    except: null,
  },
  {
    state: 'failed',
    by: { do: 'fail', cause: 'account_closed' },
    at: START + 1,
    devicesHear: 'missed',
    callerHears: 'failed',
    except: null,
  },
];

describe('an invitation ends', () => {
  it.each(endings)('$state: devices and caller are told', (ending) => {
    const decision = changed(ringingInvitation(), ending.by, ending.at);
    expect(decision.invitation.status).toMatchObject({ state: ending.state, at: ending.at });
    expect(decision.events).toEqual([
      {
        to: 'devices',
        event: 'incoming_cancelled',
        invitation: 'invitation',
        reason: ending.devicesHear,
        except: ending.except,
      },
      expect.objectContaining({
        to: 'caller',
        event: 'invitation_update',
        state: ending.state,
        reason: ending.callerHears,
      }),
    ]);
  });

  it.each(endings)('$state is final: no command changes it', (ending) => {
    const { invitation } = changed(ringingInvitation(), ending.by, ending.at);
    for (const { by } of endings) {
      const late = decide(invitation, by, DEADLINE + 1);
      expect(late.outcome).not.toBe('changed');
      expect(late.invitation).toBe(invitation);
    }
    expect(decide(invitation, { do: 'ring', device: 'x', answering: true })).toEqual({
      outcome: 'repeat',
      invitation,
    });
  });

  it.each(endings)('$state: a device that answers too late is told', (ending) => {
    const { invitation } = changed(ringingInvitation(), ending.by, ending.at);
    expect(decide(invitation, { do: 'accept', device: 'tablet', client: 'x' })).toMatchObject({
      outcome: 'refused',
      reason: ending.devicesHear,
    });
    expect(decide(invitation, { do: 'reject', device: 'tablet' })).toMatchObject({
      outcome: 'refused',
      reason: ending.devicesHear,
    });
  });

  it('carries the message of a rejection to the caller', () => {
    const { events } = changed(ringingInvitation(), reject);
    expect(events).toContainEqual(expect.objectContaining({ to: 'caller', message: 'Later' }));
  });

  it('keeps the cause of a failure', () => {
    const { invitation } = changed(ringingInvitation(), { do: 'fail', cause: 'connection_lost' });
    expect(invitation.status).toMatchObject({ reason: 'failed', cause: 'connection_lost' });
  });
});

describe('repeating (rule 4)', () => {
  it('the winner with the same client gets the same answer', () => {
    const { invitation } = changed(ringingInvitation(), accept);
    expect(decide(invitation, accept, DEADLINE + 9)).toEqual({ outcome: 'repeat', invitation });
  });

  it.each([
    ['another page of the winner', { do: 'accept', device: 'phone', client: 'other tab' }],
    ['the winner without a client', { do: 'accept', device: 'phone', client: null }],
    ['another device with the same client', { do: 'accept', device: 'tablet', client: 'tab' }],
  ] as const)('%s is refused', (_who, command) => {
    const { invitation } = changed(ringingInvitation(), accept);
    expect(decide(invitation, command)).toMatchObject({
      outcome: 'refused',
      reason: 'answered_elsewhere',
    });
  });

  it('an answer without a client cannot be repeated', () => {
    const bare: InvitationCommand = { do: 'accept', device: 'phone', client: null };
    const { invitation } = changed(ringingInvitation(), bare);
    expect(decide(invitation, bare)).toMatchObject({ outcome: 'refused' });
  });

  it('rejecting, cancelling and expiring again is harmless', () => {
    for (const [command, at] of [
      [reject, START],
      [cancel, START],
      [{ do: 'expire' }, DEADLINE],
    ] as const) {
      const { invitation } = changed(ringingInvitation(), command, at);
      expect(decide(invitation, command, at + 5)).toEqual({ outcome: 'repeat', invitation });
    }
  });

  it('whoever cancels or expires an answered invitation is told that it was answered', () => {
    const { invitation } = changed(ringingInvitation(), accept);
    expect(decide(invitation, cancel)).toMatchObject({ reason: 'answered_elsewhere' });
    expect(decide(invitation, { do: 'expire' }, DEADLINE)).toMatchObject({ outcome: 'refused' });
  });

  it('whoever cancels a rejected invitation is told that it was rejected', () => {
    const { invitation } = changed(ringingInvitation(), reject);
    expect(decide(invitation, cancel)).toMatchObject({ outcome: 'refused', reason: 'rejected' });
  });
});

describe('ringing', () => {
  it('the caller is shown "ringing" once, when the first device says so', () => {
    const first = changed(ringingInvitation(), { do: 'ring', device: 'a', answering: false });
    expect(first.events).toEqual([
      {
        to: 'caller',
        event: 'invitation_update',
        invitation: 'invitation',
        state: 'ringing',
        heard: true,
        answering: false,
        reason: null,
      },
    ]);
    expect(decide(first.invitation, { do: 'ring', device: 'b', answering: false })).toMatchObject({
      outcome: 'repeat',
    });
  });

  it('the caller is shown "answering", and another device does not take it back', () => {
    const heard = changed(ringingInvitation(), { do: 'ring', device: 'a', answering: true });
    expect(heard.events).toContainEqual(expect.objectContaining({ answering: true }));
    const again = decide(heard.invitation, { do: 'ring', device: 'b', answering: false });
    expect(again.invitation.status).toMatchObject({ answering: true });
  });

  it('"answering" decides nothing and moves no deadline', () => {
    const { invitation } = changed(ringingInvitation(), {
      do: 'ring',
      device: 'a',
      answering: true,
    });
    expect(invitation.deadline).toBe(DEADLINE);
    expect(changed(invitation, { do: 'expire' }, DEADLINE).invitation.status.state).toBe('missed');
  });

  it.each(['unreachable', 'busy'] as const)('a device that rings disproves %s', (verdict) => {
    const { invitation } = changed(ringingInvitation(), {
      do: 'ring',
      device: 'a',
      answering: false,
    });
    expect(decide(invitation, { do: verdict })).toEqual({ outcome: 'repeat', invitation });
  });
});

describe('time', () => {
  it('the deadline is the ring time after placing', () => {
    expect(ringDeadline(START, 45)).toBe(DEADLINE);
  });

  it('nothing begins to ring with less than 3 s left', () => {
    expect(mayStillRing(DEADLINE, DEADLINE - 3_000)).toBe(true);
    expect(mayStillRing(DEADLINE, DEADLINE - 2_999)).toBe(false);
  });

  it('a time-out before the deadline changes nothing', () => {
    const invitation = ringingInvitation();
    expect(decide(invitation, { do: 'expire' }, DEADLINE - 1)).toEqual({
      outcome: 'repeat',
      invitation,
    });
  });

  it('of an answer and the time-out the first to commit wins (rule 3)', () => {
    const answered = changed(ringingInvitation(), accept, DEADLINE).invitation;
    expect(decide(answered, { do: 'expire' }, DEADLINE)).toMatchObject({ outcome: 'refused' });
    const missed = changed(ringingInvitation(), { do: 'expire' }, DEADLINE).invitation;
    expect(decide(missed, accept, DEADLINE)).toMatchObject({ reason: 'missed' });
  });

  it('the one-time token tells the state until ten minutes after the end', () => {
    expect(tokenStaysGoodUntil(ringingInvitation())).toBe(DEADLINE + 600_000);
    const { invitation } = changed(ringingInvitation(), cancel, START + 7);
    expect(tokenStaysGoodUntil(invitation)).toBe(START + 7 + 600_000);
  });
});

describe('what a device hears when it asks', () => {
  it('nothing while it rings', () => {
    expect(reasonSeenBy(ringingInvitation().status, 'phone')).toBeNull();
  });

  it('the decider nothing, the others the reason', () => {
    for (const command of [accept, reject]) {
      const { status } = changed(ringingInvitation(), command).invitation;
      if (!isFinal(status)) throw new Error('it rings');
      expect(reasonSeenBy(status, 'phone')).toBeNull();
      expect(reasonSeenBy(status, 'tablet')).toBe(refusalFor(status));
    }
  });
});
