import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Config, MySession } from '@/lib/platform/own';
import { ApiError, createApi, type ApiProblem } from '@/lib/web/api';
import type { SessionState } from '@/lib/web/session';
import type { AppRinging } from '@/lib/web/shim/stores';
import { createVoipRegistration } from '@/lib/web/shim/voip-registration';
import { createVoipShelf } from '@/lib/web/shim/voip-shelf';
import { createVoipVerbs, type VoipDevice } from '@/lib/web/shim/voip-verbs';
import type { Shelf } from '@/lib/web/storage';
import { createStore } from '@/lib/web/store';
import { memoryShelf } from '../memory-shelf';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const config: Config = {
  origin: 'https://calls.example.com',
  domain: 'calls.example.com',
  languages: ['en', 'zh'],
  demo: false,
  cloud: 'public',
  voip_certificate_name: 'apns_exampleTest',
  vapid_public_key: null,
  ring_seconds: 45,
  mesh_size: 4,
  version: '1',
  features: [],
};
const signedIn = (account: string): SessionState => ({
  status: 'signed-in',
  me: aSession(account),
  recalled: false,
});
const signedOut: SessionState = { status: 'signed-out', why: 'ended' };
const token = (sign: string) => sign.repeat(64);
/** `printf apns_exampleTest | md5sum` */
const appKey = 'f5ad572e03744f0241d926d97a47fbdf';
const deviceOf = (sign: string) => `${token(sign)}__${appKey}`;
const settled = () => vi.advanceTimersByTimeAsync(0);

/** A page in the app, with a server that may refuse. `log`: what reached the server. */
function openPage({
  shelf = memoryShelf(),
  session = signedIn('bob@x'),
  server = config,
}: { shelf?: Shelf; session?: SessionState; server?: Config } = {}) {
  const log: string[] = [];
  const refuse: { register: ApiProblem | null; end: ApiProblem | null } = {
    register: null,
    end: null,
  };
  const act = (verb: 'register' | 'end', { account, deviceId }: VoipDevice) => {
    const problem = refuse[verb];
    log.push(`${problem ? 'no ' : ''}${verb} ${account} ${deviceId.slice(0, 1)}`);
    return problem ? Promise.reject(new ApiError(problem)) : Promise.resolve();
  };
  const state = createStore<AppRinging>('waiting');
  const who = createStore<SessionState>(session);
  const onSessionOver = vi.fn();
  const registered: string[] = [];
  const settings = createStore<Config | null>(server);
  const registration = createVoipRegistration({
    verbs: {
      register: (_cloud, device) => {
        registered.push(device.deviceId);
        return act('register', device);
      },
      end: (device) => act('end', device),
    },
    state,
    session: who,
    config: settings,
    shelf: createVoipShelf(shelf),
    onSessionOver,
    random: () => 1,
  });
  return {
    ...{ log, registered, refuse, state, who, onSessionOver, settings, registration, shelf },
  };
}

test('the app is registered once it has a token and somebody is signed in', async () => {
  const page = openPage({ session: { status: 'unknown' } });
  page.registration.noteToken(token('a'));
  await settled();
  expect([page.log, page.state.get()]).toEqual([[], 'waiting']);
  page.who.set(signedIn('bob@x'));
  await settled();
  expect([page.log, page.state.get()]).toEqual([['register bob@x a'], 'registered']);
  expect(page.registered).toEqual([deviceOf('a')]);
  page.registration.noteToken(token('a'));
  page.who.set({ ...signedIn('bob@x') });
  await settled();
  expect(page.log).toHaveLength(1);
});

test('it is registered again at each launch', async () => {
  const first = openPage();
  first.registration.noteToken(token('a'));
  await settled();
  const second = openPage({ shelf: first.shelf });
  second.registration.noteToken(token('a'));
  await settled();
  expect(second.log).toEqual(['register bob@x a']);
});

test('a changed token ends the old registration, also that of an earlier launch', async () => {
  const first = openPage();
  first.registration.noteToken(token('a'));
  await settled();
  const second = openPage({ shelf: first.shelf });
  second.registration.noteToken(token('b'));
  await settled();
  second.registration.noteToken(token('c'));
  await settled();
  expect(second.log).toEqual([
    ...['register bob@x b', 'end bob@x a'],
    ...['register bob@x c', 'end bob@x b'],
  ]);
  expect(second.state.get()).toBe('registered');
});

test('a token that vanished ends the registration, and readiness says so', async () => {
  const page = openPage();
  page.registration.noteToken(token('a'));
  await settled();
  page.registration.noteToken(null);
  await settled();
  expect(page.log).toEqual(['register bob@x a', 'end bob@x a']);
  expect(page.state.get()).toBe('no_token');
});

test('what is no PushKit token is none', async () => {
  const page = openPage();
  page.registration.noteToken('{length=32}');
  await settled();
  expect([page.log, page.state.get()]).toEqual([[], 'no_token']);
});

test('an end that nobody heard is tried again', async () => {
  const page = openPage();
  page.registration.noteToken(token('a'));
  await settled();
  page.refuse.end = { kind: 'network' };
  page.registration.noteToken(token('b'));
  await settled();
  expect(page.state.get()).toBe('registered');
  page.refuse.end = null;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(page.log.slice(1)).toEqual(['register bob@x b', 'no end bob@x a', 'end bob@x a']);
});

test('without an answer it is tried again, ever more slowly, and readiness says so meanwhile', async () => {
  const page = openPage();
  page.refuse.register = { kind: 'network' };
  page.registration.noteToken(token('a'));
  await settled();
  expect(page.state.get()).toBe('failing');
  await vi.advanceTimersByTimeAsync(1_000);
  await vi.advanceTimersByTimeAsync(1_999);
  expect(page.log).toHaveLength(2);
  expect(page.state.get()).toBe('failing');
  page.refuse.register = null;
  await vi.advanceTimersByTimeAsync(1);
  expect(page.log).toHaveLength(3);
  expect(page.state.get()).toBe('registered');
});

test('a server that knows no such certificate is asked seldom, or when a person asks', async () => {
  const page = openPage();
  page.refuse.register = { kind: 'refused', status: 400, reason: 'bad_request', text: 'No.' };
  page.registration.noteToken(token('a'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect([page.log.length, page.state.get()]).toEqual([1, 'refused']);
  page.refuse.register = null;
  page.registration.again();
  await settled();
  expect(page.state.get()).toBe('registered');
});

test('a session that the server does not know is looked at', async () => {
  const page = openPage();
  page.refuse.register = { kind: 'refused', status: 401, reason: 'unauthorized', text: 'No.' };
  page.registration.noteToken(token('a'));
  await settled();
  expect(page.onSessionOver).toHaveBeenCalledOnce();
});

test('a server without a certificate is said to be one', async () => {
  const page = openPage({ server: { ...config, voip_certificate_name: null } });
  page.registration.noteToken(token('a'));
  await settled();
  expect([page.log, page.state.get()]).toEqual([[], 'not_configured']);
});

test('with the session the registration is over; whoever signs in next is registered', async () => {
  const page = openPage();
  page.registration.noteToken(token('a'));
  await settled();
  page.who.set(signedOut);
  await settled();
  expect(page.state.get()).toBe('waiting');
  page.who.set(signedIn('carol@x'));
  await settled();
  page.who.set(signedOut);
  page.who.set(signedIn('carol@x'));
  await settled();
  expect(page.log).toEqual(['register bob@x a', 'register carol@x a', 'register carol@x a']);
});

test('a registration that the server lost rings no more', async () => {
  const page = openPage();
  page.registration.noteToken(token('a'));
  await settled();
  page.registration.noteLost();
  expect(page.state.get()).toBe('no_token');
  page.registration.again();
  await settled();
  expect([page.log.length, page.state.get()]).toEqual([2, 'registered']);
});

/** What `verbs` sent, over a server that answers so. */
function overWire(answer: unknown, status = 200) {
  const sent: { path: string; body: unknown }[] = [];
  const send: typeof fetch = (input, init) => {
    const body: unknown = JSON.parse(typeof init?.body === 'string' ? init.body : 'null');
    sent.push({ path: input instanceof Request ? input.url : input.toString(), body });
    return Promise.resolve(Response.json(answer, { status }));
  };
  return { sent, verbs: createVoipVerbs(createApi(send), send) };
}
const device = { account: 'bob@x', deviceId: deviceOf('a') };
const result = { token: 't', expires: '120', device: 'd' };

test('on the public cloud the device is registered under its account', async () => {
  const { sent, verbs } = overWire({ status: 'success', result });
  await verbs.register('public', device);
  expect(sent).toEqual([
    {
      path: '/api/registrations/bob%40x/new_session',
      body: { device_id: deviceOf('a'), device_type: 'ios' },
    },
  ]);
});

test('on the dedicated cloud it is registered by the vendor’s envelope', async () => {
  const { sent, verbs } = overWire({ code: '200', timeStamp: '', results: result });
  await verbs.register('dedicated', device);
  expect(sent).toEqual([
    {
      path: '/api/v3/app/registrations/jpush_token',
      body: { device_id: deviceOf('a'), device_type: 'ios', account: 'bob@x' },
    },
  ]);
});

test.each([
  ['400', 'bad_request'],
  ['401', 'unauthorized'],
  ['429', 'too_many'],
  ['503', 'unavailable'],
] as const)('its refusal with code %s is %s', async (code, reason) => {
  const { verbs } = overWire({ code, timeStamp: '', results: 'No.' });
  await expect(verbs.register('dedicated', device)).rejects.toMatchObject({
    problem: { kind: 'refused', status: Number(code), reason },
  });
});

test('an end names the device', async () => {
  const { sent, verbs } = overWire({ status: 'success', result: null });
  await verbs.end(device);
  expect(sent).toEqual([
    { path: '/api/registrations/bob%40x/end_session', body: { device_id: deviceOf('a') } },
  ]);
});

function aSession(account: string): MySession {
  return {
    session: 's',
    id: 1,
    account,
    address: account,
    sipkey: '10001',
    display_name: account,
    organisation: { id: 1, name: 'X' },
    roles: ['member'],
    language: null,
  };
}
