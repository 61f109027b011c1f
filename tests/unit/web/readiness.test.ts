import { describe, expect, test } from 'vitest';
import { judgeReadiness, watchReadiness, type ReadinessFacts } from '@/lib/web/readiness';
import { createStore } from '@/lib/web/store';

const well: ReadinessFacts = {
  secureContext: true,
  inAppBrowser: false,
  carriesCalls: true,
  connection: 'online',
  deviceRings: true,
  soundUnlocked: true,
  microphone: 'granted',
  notifications: 'granted',
  push: 'unknown',
  installation: 'impossible',
  otherTabRings: false,
  app: 'none',
};
const judge = (change: Partial<ReadinessFacts>) => judgeReadiness({ ...well, ...change });

describe('this device', () => {
  test('rings while the page is open, without a push channel', () => {
    expect(judge({})).toEqual({ verdict: 'rings_while_open', reasons: [] });
  });

  test.each([
    [{ connection: 'offline' }, 'offline'],
    [{ deviceRings: false }, 'device_switched_off'],
    [{ soundUnlocked: false }, 'sound_blocked'],
    [{ inAppBrowser: true }, 'in_app_browser'],
    [{ secureContext: false }, 'insecure_context'],
  ] as const)('does not ring with %o', (change, reason) => {
    expect(judge(change)).toEqual({ verdict: 'does_not_ring', reasons: [reason] });
  });

  test.each([
    [{ carriesCalls: false }, 'no_webrtc'],
    [{ microphone: 'denied' }, 'microphone_denied'],
    [{ notifications: 'default' }, 'notifications_off'],
    [{ notifications: 'denied' }, 'notifications_denied'],
    [{ otherTabRings: true }, 'elsewhere_tab'],
    [{ push: 'needs_install', notifications: 'unsupported' }, 'not_installed'],
    [{ push: 'server_off' }, 'push_unavailable'],
    [{ push: 'unsupported' }, 'push_unavailable'],
    [{ push: 'lost' }, 'push_lost'],
    [{ push: 'live', notifications: 'denied' }, 'notifications_denied'],
  ] as const)('rings with less with %o', (change, reason) => {
    expect(judge(change)).toEqual({ verdict: 'rings_while_open', reasons: [reason] });
  });

  test('rings also when nothing is open, with a push channel', () => {
    expect(judge({ push: 'live' })).toEqual({ verdict: 'rings', reasons: [] });
    expect(judge({ push: 'live', installation: 'offered' })).toEqual({
      verdict: 'rings',
      reasons: ['installable'],
    });
    expect(judge({ push: 'live', deviceRings: false }).verdict).toBe('does_not_ring');
  });

  test('rings by the app that shows it, also when locked, and asks for nothing that cannot be there', () => {
    const inApp = {
      notifications: 'default',
      push: 'needs_install',
      installation: 'offered',
      soundUnlocked: false,
    } as const;
    expect(judge({ ...inApp, app: 'registered' })).toEqual({ verdict: 'rings', reasons: [] });
    expect(judge({ app: 'registered', deviceRings: false }).verdict).toBe('does_not_ring');
    expect(judge({ app: 'registered', connection: 'offline' }).verdict).toBe('does_not_ring');
  });

  test.each([
    ['waiting', 'app_waiting'],
    ['no_token', 'app_no_token'],
    ['not_configured', 'app_not_configured'],
    ['refused', 'app_refused'],
    ['failing', 'app_failing'],
  ] as const)('rings while the app is open where the app is %s', (app, reason) => {
    expect(judge({ app })).toEqual({ verdict: 'rings_while_open', reasons: [reason] });
  });

  test('is not rung by web push within the app', () => {
    expect(judge({ app: 'waiting', push: 'live' }).verdict).toBe('rings_while_open');
  });

  test('needs no sound here while another tab rings', () => {
    expect(judge({ soundUnlocked: false, otherTabRings: true }).verdict).toBe('rings_while_open');
  });

  test('names the gravest reason first', () => {
    const { reasons } = judge({ notifications: 'default', connection: 'offline' });
    expect(reasons).toEqual(['offline', 'notifications_off']);
  });
});

test('readiness follows its facts and offers the repair', async () => {
  const sound = createStore(false);
  const readiness = watchReadiness([sound], () => ({ ...well, soundUnlocked: sound.get() }), {
    sound_blocked: () => {
      sound.set(true);
      return Promise.resolve();
    },
  });
  readiness.refresh();
  expect(readiness.get().verdict).toBe('does_not_ring');
  await readiness.get().reasons[0]?.repair?.();
  expect(readiness.get()).toEqual({ verdict: 'rings_while_open', reasons: [] });
});
