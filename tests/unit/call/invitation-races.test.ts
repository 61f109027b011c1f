import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideInvitation,
  isFinal,
  reasonSeenBy,
  type Decision,
  type Invitation,
  type InvitationCommand,
  type InvitationEvent,
} from '@/lib/call/invitation';
import { ringingInvitation, START } from './examples';
import { runs } from './random';

const device = fc.constantFrom('phone', 'tablet', 'laptop', 'desk', 'watch');

const command: fc.Arbitrary<InvitationCommand> = fc.oneof(
  fc.record({
    do: fc.constant('accept' as const),
    device,
    client: fc.constantFrom('tab 1', 'tab 2', null),
  }),
  fc.record({ do: fc.constant('reject' as const), device }),
  fc.record({ do: fc.constant('ring' as const), device, answering: fc.boolean() }),
  fc.record({ do: fc.constant('cancel' as const), by: fc.constantFrom('alice', 'host') }),
  fc.constant({ do: 'expire' as const }),
  fc.constant({ do: 'unreachable' as const }),
  fc.constant({ do: 'busy' as const }),
  fc.constant({ do: 'fail' as const, cause: 'connection_lost' as const }),
);

/** Clocks of several servers: none agrees with another, the deadline lies among them. */
const clock = fc.integer({ min: START, max: START + 90_000 });

const history = fc.array(fc.record({ command, now: clock }), { minLength: 1, maxLength: 40 });

/** Applies what comes, in the store's order, and notes what was decided and told. */
function play(steps: readonly { command: InvitationCommand; now: number }[]) {
  let invitation: Invitation = ringingInvitation();
  const decisions: { command: InvitationCommand; now: number; decision: Decision }[] = [];
  const told: InvitationEvent[] = [];
  for (const { command: next, now } of steps) {
    const decision = decideInvitation(invitation, next, now);
    decisions.push({ command: next, now, decision });
    if (decision.outcome === 'changed') told.push(...decision.events);
    invitation = decision.invitation;
  }
  return { invitation, decisions, told };
}

describe('random commands from several devices and clocks', () => {
  it('have at most one winner, and the first final state stays', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { decisions } = play(steps);
        const finals = decisions.filter(
          ({ decision }) => decision.outcome === 'changed' && isFinal(decision.invitation.status),
        );
        expect(finals.length).toBeLessThanOrEqual(1);
        const [final] = finals;
        if (final === undefined) return;
        const later = decisions.slice(decisions.indexOf(final) + 1);
        for (const { decision } of later) {
          expect(decision.outcome).not.toBe('changed');
          expect(decision.invitation).toBe(final.decision.invitation);
        }
      }),
      runs(3_000),
    );
  });

  it('tell every rung device exactly once, by its own answer or by an event', () => {
    fc.assert(
      fc.property(history, fc.uniqueArray(device, { minLength: 1 }), (steps, rung) => {
        const isRung = (name: string) => rung.some((one) => one === name);
        const mine = steps.filter(
          ({ command: sent }) => !('device' in sent) || isRung(sent.device),
        );
        const { invitation, decisions, told } = play(mine);
        const ended = isFinal(invitation.status) ? 1 : 0;
        for (const one of rung) {
          const events = told.filter(
            (event) => event.event === 'incoming_cancelled' && event.except !== one,
          );
          const answers = decisions.filter(
            ({ command: sent, decision }) =>
              decision.outcome === 'changed' &&
              isFinal(decision.invitation.status) &&
              'device' in sent &&
              sent.device === one,
          );
          expect(events.length + answers.length).toBe(ended);
        }
        const callerHeard = told.filter(
          (event) => event.event === 'invitation_update' && event.state !== 'ringing',
        );
        expect(callerHeard.length).toBe(ended);
      }),
      runs(3_000),
    );
  });

  it('answer a repeat as the first time', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { decisions } = play(steps);
        for (const { command: sent, now, decision } of decisions) {
          const again = decideInvitation(decision.invitation, sent, now);
          expect(again.outcome).not.toBe('changed');
          expect(again.invitation).toBe(decision.invitation);
          if (decision.outcome === 'refused') expect(again).toEqual(decision);
          // Without a client nothing tells a repeat from a second page: refused by platform-api.md 3.
          const bare = sent.do === 'accept' && sent.client === null;
          if (decision.outcome !== 'refused' && !bare) expect(again.outcome).toBe('repeat');
        }
      }),
      runs(2_000),
    );
  });

  it('tell each loser the state that won', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { command: sent, decision } of play(steps).decisions) {
          if (decision.outcome !== 'refused') continue;
          const { status } = decision.invitation;
          expect(isFinal(status)).toBe(true);
          if ('device' in sent) {
            const seen = reasonSeenBy(status, sent.device);
            if (seen !== null) expect(decision.reason).toBe(seen);
          }
        }
      }),
      runs(2_000),
    );
  });

  it('are missed only when the deadline has come, and never rung again', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { invitation, told } = play(steps);
        const { status } = invitation;
        if (isFinal(status) && status.state === 'missed') {
          expect(status.at).toBeGreaterThanOrEqual(invitation.deadline);
        }
        expect(invitation.deadline).toBe(START + 45_000);
        const updates = told.filter((event) => event.event === 'invitation_update');
        const end = updates.findIndex((event) => event.state !== 'ringing');
        if (end >= 0) expect(end).toBe(updates.length - 1);
      }),
      runs(2_000),
    );
  });
});

describe('servers that decide on what they read before', () => {
  it('have one winner, when each write is a compare-and-set and the loser reads again', () => {
    const batch = fc.array(fc.record({ command, now: clock }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(batch, (concurrent) => {
        let stored: Invitation = ringingInvitation();
        const read = stored;
        let wins = 0;
        for (const { command: sent, now } of concurrent) {
          let decision = decideInvitation(read, sent, now);
          // The compare fails: somebody wrote since.
          if (decision.outcome === 'changed' && stored !== read) {
            decision = decideInvitation(stored, sent, now);
          }
          if (decision.outcome !== 'changed') continue;
          stored = decision.invitation;
          if (isFinal(stored.status)) wins += 1;
        }
        expect(wins).toBe(isFinal(stored.status) ? 1 : 0);
      }),
      runs(3_000),
    );
  });
});
