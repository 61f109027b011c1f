import type { FromShim } from '@/lib/platform/shim-bridge';
import { api } from '../api';
import { missedCount } from '../app-badge';
import { recallCalls } from '../call/remembered-calls';
import type { CallClient } from '../call/view';
import type { Runtime } from '../runtime-view';
import { loadSession } from '../session';
import { profileShelf } from '../storage';
import { openBridge } from './bridge';
import { createNativeAnswers, type ShimLead } from './native-answers';
import { noteDropped } from './note';
import { tellShim, type ShimMessage } from './presence';
import { createToldCalls } from './told-calls';
import { createVoipRegistration, type VoipRegistration } from './voip-registration';
import { createVoipShelf } from './voip-shelf';
import { createVoipVerbs } from './voip-verbs';

/** How long a call that somebody asked for outside the page waits for a sign-in, ms. */
const callWaits = 120_000;

/** What of the page's runtime the bridge is bound to. */
export type ShimRuntime = Pick<
  Runtime,
  'session' | 'config' | 'shim' | 'lostDevices' | 'device' | 'start'
> & {
  readonly calls: Pick<CallClient, 'calls' | 'openTicket' | 'answerTicket' | 'leaveToSystem'>;
};

/** Binds the page to the shim that shows it: listens, tells, registers; once a page. */
export function startShim(runtime: ShimRuntime, lead: ShimLead, page: object = window): void {
  const tell = (message: ShimMessage): void => tellShim(message, page);
  const { session, calls, shim } = runtime;
  runtime.start();
  shim.ringing.set('waiting');
  const registration = createVoipRegistration({
    verbs: createVoipVerbs(api, (input, init) => fetch(input, init)),
    state: shim.ringing,
    session,
    config: runtime.config,
    shelf: createVoipShelf(profileShelf),
    onSessionOver: () => void loadSession(),
    random: Math.random,
  });
  const answer = createNativeAnswers({
    calls,
    session,
    lead,
    tell,
    returnsTo: (ticket) => recallCalls().some((call) => call.ticket === ticket),
    now: () => Date.now(),
  });
  const hear = (message: FromShim): void => {
    switch (message.kind) {
      case 'voip_token':
        registration.noteToken(message.token);
        return;
      case 'answered':
        answer(message);
        return;
      case 'system_rings':
        calls.leaveToSystem(message.invitation);
        return;
      case 'call_back': {
        const intent = { channel: message.address, callType: message.call_type };
        shim.wantedCall.set({ intent, until: Date.now() + callWaits });
        lead.toHome();
      }
    }
  };
  openBridge({ page, hear, note: noteDropped });
  tell({ kind: 'ready' });
  followRuntime(runtime, tell, registration);
}

/** Tells the shim what it must know of the page, now and at each change. */
function followRuntime(
  runtime: ShimRuntime,
  tell: (message: ShimMessage) => void,
  registration: VoipRegistration,
): void {
  const { session, calls, shim, lostDevices, device } = runtime;
  const tellCalls = createToldCalls(tell);
  const follow = (
    store: { readonly subscribe: (hear: () => void) => unknown },
    act: () => void,
  ) => {
    store.subscribe(act);
    act();
  };
  follow(calls.calls, () => tellCalls(calls.calls.get(), Date.now()));
  let isOut = false;
  follow(session, () => {
    const wasOut = isOut;
    isOut = session.get().status === 'signed-out';
    if (isOut && !wasOut) tell({ kind: 'signed_out' });
  });
  follow(missedCount, () => {
    const count = missedCount.get();
    if (count !== null) tell({ kind: 'missed', count });
  });
  shim.retries.subscribe(registration.again);
  lostDevices.subscribe(() => {
    const lost = lostDevices.get().at(-1);
    if (lost?.device === device.get()) registration.noteLost();
  });
  addEventListener('online', () => {
    if (shim.ringing.get() === 'failing') registration.again();
  });
}
