import { describe, expect, it } from 'vitest';
import { readAskedMeeting } from '@/lib/web/call/ask-meeting';

const results = {
  isDot: false,
  sipkey: '2345678',
  alias: 'weekly@x',
  password: '',
  participantName: '',
  roleType: 'guest',
  mcuHost: 'x',
  companyId: 1,
  conferenceName: 'Weekly',
  allowGuest: true,
  isRecord: false,
  isLive: false,
};
const answer = (change: object) => ({
  code: '200',
  timeStamp: '2026-03-02 12:00:00',
  results: { ...results, ...change },
});
const refusal = (code: string) => ({ code, timeStamp: '2026-03-02 12:00:00', results: 'words' });

describe('what a guest learns of a meeting beforehand', () => {
  it('is its name, where no PIN comes first', () => {
    expect(readAskedMeeting(answer({ pin: 'none' }))).toEqual({
      state: 'open',
      name: 'Weekly',
      wantsPin: false,
      encrypted: false,
    });
  });

  it('is that it is encrypted, so that a browser that lacks the key or cannot encrypt says so at once', () => {
    expect(readAskedMeeting(answer({ pin: 'none', encrypted: true }))).toMatchObject({
      encrypted: true,
    });
  });

  it('is that a PIN is wanted, and nothing else', () => {
    const asked = answer({ conferenceName: '', companyId: 0, pin: 'required' });
    expect(readAskedMeeting(asked)).toEqual({
      state: 'open',
      name: null,
      wantsPin: true,
      encrypted: false,
    });
  });

  it.each(['400', '401', '403', '404'])('is nothing where it is refused with %s', (code) => {
    expect(readAskedMeeting(refusal(code))).toEqual({ state: 'closed' });
  });

  it('is nothing of a person, whom no guest calls from here', () => {
    expect(readAskedMeeting(answer({ isDot: true }))).toEqual({ state: 'closed' });
  });

  it('is how long to wait after wrong PINs', () => {
    expect(readAskedMeeting(refusal('423'), 45)).toEqual({ state: 'wait', seconds: 45 });
  });

  it.each([undefined, 'a proxy’s page', refusal('503'), refusal('500')])(
    'is asked again after %o',
    (said) => {
      expect(readAskedMeeting(said)).toEqual({ state: 'unreachable' });
    },
  );
});
