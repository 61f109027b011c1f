import { appKeyOf, isPushKitToken } from '@/lib/platform/device-id';
import type { Config } from '@/lib/platform/own';
import { problemOf, type ApiProblem } from '../api';
import { createSerial } from '../media/serial';
import type { SessionState } from '../session';
import type { Store, WritableStore } from '../store';
import { backOffDelay, type BackOff } from '../stream/back-off';
import type { AppRinging } from './stores';
import type { VoipShelf } from './voip-shelf';
import type { VoipDevice, VoipVerbs } from './voip-verbs';

/** The registration of the app that shows this page: by it a locked phone rings. */
export interface VoipRegistration {
  /** The PushKit token in lower-case hex; null: there is none. Said at each launch and change. */
  readonly noteToken: (token: string | null) => void;
  /** The server says that what was registered is gone. */
  readonly noteLost: () => void;
  /** Tries at once: the network is back, or a person asked. */
  readonly again: () => void;
}

/** What the registration needs of its page. */
export interface VoipRegistrationParts {
  readonly verbs: VoipVerbs;
  readonly state: WritableStore<AppRinging>;
  readonly session: Store<SessionState>;
  readonly config: Store<Config | null>;
  readonly shelf: VoipShelf;
  /** The server does not know the session: whoever asks it learns that. */
  readonly onSessionOver: () => void;
  readonly random: () => number;
}

/** Between attempts while nobody answers, ms. */
const whileSilent: BackOff = { first: 1_000, most: 60_000 };

/** Between attempts at a server that said no: its operator has to set something first, ms. */
const whileRefused: BackOff = { first: 300_000, most: 300_000 };

/** What ought to be registered. `device` null: nothing, and what was is to end. */
interface Aim {
  readonly account: string;
  readonly cloud: Config['cloud'];
  readonly device: VoipDevice | null;
}

/** Keeps the app registered for whoever is signed in, and for nobody else. */
export function createVoipRegistration(parts: VoipRegistrationParts): VoipRegistration {
  const { verbs, state, session, config, shelf } = parts;
  /** Undefined: the shim has not said yet. */
  let token: string | null | undefined;
  /** What this launch has registered, `<account> <device_id>`. */
  let registered: string | null = null;
  let failures = 0;
  let turn = 0;
  const inTurn = createSerial();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const aim = (): Aim | null => {
    const who = session.get();
    const server = config.get();
    if (who.status !== 'signed-in' || server === null || token === undefined) return null;
    const { account } = who.me;
    const name = server.voip_certificate_name;
    const device =
      token === null || name === null ? null : { account, deviceId: `${token}__${appKeyOf(name)}` };
    return { account, cloud: server.cloud, device };
  };
  const reach = async ({ account, cloud, device }: Aim): Promise<void> => {
    if (device !== null && registered !== nameOf(device)) {
      // Before it is asked for: an answer that gets lost leaves a registration all the same.
      shelf.keep(account, device.deviceId);
      await verbs.register(cloud, device);
      // Signed out meanwhile: the session's end has taken it along.
      if (accountOf(session.get()) !== account) return;
      registered = nameOf(device);
    }
    for (const deviceId of shelf.of(account)) {
      if (deviceId === device?.deviceId) continue;
      await verbs.end({ account, deviceId });
      shelf.drop(account, deviceId);
    }
  };
  const attempt = async (mine: number): Promise<void> => {
    const wanted = aim();
    if (wanted === null || mine !== turn) return;
    let problem: ApiProblem | null = null;
    try {
      await reach(wanted);
    } catch (error) {
      problem = problemOf(error);
    }
    if (mine !== turn) return;
    if (isRegistered(wanted)) state.set('registered');
    if (problem === null) failures = 0;
    else failed(problem, wanted);
  };
  const isRegistered = ({ device }: Aim): boolean =>
    device !== null && registered === nameOf(device);
  const failed = (problem: ApiProblem, wanted: Aim): void => {
    failures += 1;
    if (problem.kind === 'refused' && problem.status === 401) {
      state.set('waiting');
      parts.onSessionOver();
      return;
    }
    const refused = isFinal(problem);
    if (wanted.device !== null && !isRegistered(wanted)) state.set(refused ? 'refused' : 'failing');
    const retryAfter = problem.kind === 'refused' ? problem.retryAfter : undefined;
    const pause = refused ? whileRefused : whileSilent;
    timer = setTimeout(look, backOffDelay(failures, parts.random(), pause, retryAfter));
  };
  const look = (): void => {
    clearTimeout(timer);
    turn += 1;
    const wanted = aim();
    if (wanted === null || wanted.device !== null) state.set(stateBefore(wanted));
    else state.set(token === null ? 'no_token' : 'not_configured');
    const mine = turn;
    void inTurn(() => attempt(mine));
  };
  const stateBefore = (wanted: Aim | null): AppRinging => {
    if (wanted !== null && isRegistered(wanted)) return 'registered';
    // What is tried again is not yet better.
    return failures > 0 ? state.get() : 'waiting';
  };
  const lookAnew = (): void => {
    failures = 0;
    look();
  };

  let who = accountOf(session.get());
  session.subscribe(() => {
    const now = accountOf(session.get());
    if (session.get().status === 'signed-out') {
      // The session's end was the end of all that it registered (platform-api.md, section 2).
      registered = null;
      shelf.clear();
    }
    if (now === who) return;
    who = now;
    lookAnew();
  });
  config.subscribe(lookAnew);

  return {
    noteToken(given) {
      const next = given !== null && isPushKitToken(given) ? given : null;
      if (next === token) return;
      token = next;
      lookAnew();
    },
    noteLost() {
      registered = null;
      state.set('no_token');
    },
    again: lookAnew,
  };
}

function nameOf({ account, deviceId }: VoipDevice): string {
  return `${account} ${deviceId}`;
}

function accountOf(state: SessionState): string | null {
  return state.status === 'signed-in' ? state.me.account : null;
}

/** Whether asking again soon is of no use. */
function isFinal(problem: ApiProblem): boolean {
  return problem.kind === 'refused' && problem.reason === 'bad_request';
}
