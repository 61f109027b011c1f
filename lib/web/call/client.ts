import type { NewSessionResult, Present } from '@/lib/platform/room';
import { problemOf, type ApiProblem } from '../api';
import { losesCaptureWhenHidden } from '../browser';
import { createBlur } from '../media/blur/blur';
import { createCapture } from '../media/capture';
import { createLiveKitLoader } from '../media/livekit/load';
import { createPlayback } from '../media/playback';
import { createWakeLock } from '../media/wake-lock';
import type { StreamEvent } from '../stream/events';
import { createCall, type Call, type CallParts } from './call';
import type { CallStart } from './call-start';
import { createCallSounds } from './call-sounds';
import { createCallTabs } from './call-tabs';
import type { Beginning, CallClientParts, LoadedCalls } from './client-parts';
import { followPage } from './page-events';
import { createEarlyEvents } from './early-events';
import { openGuestStream, type GuestStream } from './guest-stream';
import type { CallIntents } from './lazy-calls';
import { postNewSession } from './new-session';
import { mediaOpener } from './open-media';
import { drawnWithin, patience, trying } from './patience';
import { patiently } from './patiently';
import { elsewhereProblem, gone, notThere, noWebRtcProblem } from './problems';
import { recallCalls, rememberCalls, type RememberedCall } from './remembered-calls';
import { createRinging } from './ringing';
import { spaced } from './spaced';
import { createSpeechWatch } from './speech';
import { startOf, startOfAnswer, startOfTicket } from './starts';
import type { CallIntent, IntentOutcome } from './view';

/** Makes the call client. */
export function createCallClient(parts: CallClientParts): LoadedCalls {
  const { api, stores, stream, sounds, browser, devices } = parts;
  const capture = createCapture({
    source: 'mediaDevices' in navigator ? navigator.mediaDevices : undefined,
    devices,
    blur: createBlur(),
    facesBothWays: browser.system === 'ios' || browser.system === 'android',
  });
  const playback = createPlayback();
  const liveKit = createLiveKitLoader(browser, parts.liveKitUrl);
  const wakeLock = createWakeLock();
  const early = createEarlyEvents();
  const playCallSounds = createCallSounds(sounds);
  const guests = new Map<string, GuestStream>();
  let calls: readonly Call[] = [];
  let present: Present | null = null;

  const liveCalls = (): Call[] => calls.filter((call) => call.isLive());
  const find = (key: string): Call | undefined => calls.find((call) => call.key === key);

  const speech = createSpeechWatch(capture, parts.audioContext, () => publish.soon());
  const ringing = createRinging({
    api,
    stores,
    onChange: () => {
      playAll();
      publish.soon();
    },
  });
  const callTabs = createCallTabs({
    api,
    tabs: parts.tabs,
    locks: parts.locks,
    elsewhere: stores.elsewhere,
    leads: () => stream.leading.get(),
    onHandOver: () => {
      const live = liveCalls();
      const remembered = live.flatMap((call) => call.remembered() ?? []);
      for (const call of live) call.handOver();
      calls = calls.filter((call) => !live.includes(call));
      publish.now();
      return remembered;
    },
  });

  const patienceNow = (): number =>
    calls.some((call) => call.isConnecting()) ? drawnWithin.connecting : drawnWithin.tap;
  const playAll = (): void => {
    playCallSounds(ringing.shown(), stores.calls.get());
  };
  const publish = spaced(() => {
    stores.ringing.set(ringing.shown());
    stores.calls.set(calls.map((call) => call.view()));
    const live = liveCalls();
    playback.play(live.flatMap((call) => call.streams()));
    const remembered = live.flatMap((call) => call.remembered() ?? []);
    rememberCalls(remembered);
    playAll();
    const [current] = live;
    if (current) callTabs.tell(current.view().peer, remembered);
    else leaveTab();
  }, patienceNow);
  const leaveTab = (): void => {
    for (const [key, guest] of guests) {
      guest.close();
      guests.delete(key);
    }
    callTabs.leave();
    capture.end();
    speech.stop();
    wakeLock.release();
  };

  const callParts = (): CallParts => ({
    api,
    capture,
    openMedia: mediaOpener(browser, liveKit),
    prepareLiveKit: liveKit.prepare,
    streamAway: () =>
      guests.size > 0
        ? [...guests.values()].some((guest) => guest.state.get() !== 'online')
        : stream.connection.get() !== 'online',
    paused: () => losesCaptureWhenHidden(browser) && document.visibilityState === 'hidden',
    playbackBlocked: () => playback.blocked.get(),
    speakingWhileMuted: () => speech.speaking(),
    onChange: publish.soon,
  });

  /** By my participant: an earlier self of mine may have been in the same room. */
  const receiveInRoom = (event: StreamEvent, me: string): void => {
    const call = calls.find((one) => one.participant() === me);
    if (call) call.receive(event);
    else early.keep(me, event);
  };
  /** News of an invitation that I placed names no room. */
  const receiveOfInvitation = (event: StreamEvent, invitation: string): void => {
    const call = calls.find((one) => one.invitation() === invitation);
    if (call) {
      call.receive(event);
      return;
    }
    early.keep(invitation, event);
    for (const one of liveCalls()) one.receive(event);
  };
  const receive = (event: StreamEvent): void => {
    switch (event.name) {
      case 'present': {
        present = event.data;
        ringing.reconcile(event.data.invitations);
        for (const call of liveCalls()) {
          const me = call.participant();
          if (me === null || guests.has(call.key)) continue;
          call.reconcile(event.data.rooms.find(({ participant }) => participant === me) ?? null);
        }
        return;
      }
      case 'incoming':
        if (stream.leading.get()) ringing.add(event.data);
        // While it rings, what needs no consent is made ready (call-rules.md, Consent).
        if (event.data.service_type === 'conference') liveKit.prepare();
        return;
      case 'incoming_cancelled':
        ringing.cancelled(event.data);
        return;
      case 'invitation_update':
        receiveOfInvitation(event, event.data.invitation);
        return;
      default:
        if (event.scope) receiveInRoom(event, event.scope.participant);
    }
  };

  /** Takes the stream, asks the server, and lets the call in; the problem where there is one. */
  const enter = async (call: Call): Promise<ApiProblem | null> => {
    const stopAwaiting = early.await();
    try {
      const registrationToken = parts.signedIn() ? await stream.takeOver() : null;
      const displayName = call.start.guestName ?? parts.displayName();
      const who = { registrationToken, displayName };
      const result = await postNewSession(api, call.start, who);
      letIn(call, result, registrationToken === null);
      return null;
    } catch (error) {
      return problemOf(error);
    } finally {
      stopAwaiting();
    }
  };
  /** Nobody knows whether a request without an answer was heard: the same one again finds its place. */
  const enterPatiently = (call: Call, time: number): Promise<ApiProblem | null> =>
    patiently(() => enter(call), { time, wanted: call.isLive });
  const letIn = (call: Call, result: NewSessionResult, guest: boolean): void => {
    call.enter(result);
    // A page that returns to its call was told of it before it knew its room.
    const { participant_uuid: me, invitation: placed } = result;
    const told = present?.rooms.find(({ participant }) => participant === me);
    if (told) call.reconcile(told);
    for (const event of early.take(me)) call.receive(event);
    if (placed !== undefined) {
      for (const event of early.take(placed.id)) call.receive(event);
      // Both called each other: what rang here is this very call (call-rules.md 11).
      ringing.remove(placed.id);
    }
    const session = call.session();
    if (guest && session !== null && call.isLive()) {
      guests.set(call.key, openGuestStream(result.address, session, receive, publish.soon));
    }
  };
  const add = (start: CallStart): Call => {
    const call = createCall(callParts(), start);
    calls = [...calls.filter((one) => one.isLive()), call];
    wakeLock.hold();
    publish.soon();
    return call;
  };
  const drop = (call: Call): void => {
    call.end({ reason: 'failed', by: 'me', durationMs: null });
    calls = calls.filter((one) => one !== call);
    publish.now();
  };

  const begin = async (
    start: CallStart,
    { camera, microphone = true, ending = [] }: Beginning,
  ): Promise<IntentOutcome> => {
    const call = add(start);
    // First of all, so that it happens inside the tap.
    void capture.begin({ microphone: true, camera });
    if (!microphone) capture.setMicrophone(false);
    speech.start();
    await Promise.all(ending.map((one) => one.hangUp()));
    calls = calls.filter((one) => !ending.includes(one));
    const entered = await callTabs.enter(patience.tap);
    // Hung up before anybody was asked.
    publish.soon();
    if (!call.isLive()) return { ok: true };
    if (!entered) {
      drop(call);
      return elsewhereProblem;
    }
    const problem = await enterPatiently(call, trying.tap);
    if (problem === null || !call.isLive()) return { ok: true };
    const asksAgain = problem.kind === 'network' || problem.reason === 'pin_required';
    const exact = problem.kind === 'refused' && problem.because !== undefined;
    if (asksAgain || exact || start.ticket !== null) {
      drop(call);
      return { ok: false, problem };
    }
    // A call that could not be: its end says why, and what to do next.
    call.end({ reason: problem.reason, by: 'server', durationMs: null });
    return { ok: true };
  };
  /** Each of a phone's channels has a ticket of its own for the same invitation. */
  const isBeingAnswered = (invitation: string | null, ticket: string): boolean =>
    liveCalls().some(
      ({ start }) =>
        start.ticket === ticket || (invitation !== null && start.invitation === invitation),
    );
  const holdOthers = (): void => {
    for (const call of liveCalls()) call.hold(true);
  };

  const comeBack = async (remembered: RememberedCall): Promise<void> => {
    const { invitation, ticket } = remembered;
    if (ticket !== null && isBeingAnswered(invitation, ticket)) return;
    const call = add(remembered);
    void capture.begin({ microphone: true, camera: remembered.camera });
    // Before there is a track: who was muted is not heard for a moment.
    if (!remembered.microphone) capture.setMicrophone(false);
    speech.start();
    const problem = await enterPatiently(call, trying.reload);
    if (problem === null) return;
    const reason = problem.kind === 'refused' ? problem.reason : 'unavailable';
    call.end({ reason, by: 'server', durationMs: null });
  };

  const intents: CallIntents = {
    async connect(intent: CallIntent) {
      if (!parts.carriesCalls) return noWebRtcProblem;
      if (stores.elsewhere.get() !== null) return elsewhereProblem;
      holdOthers();
      const { callType, camera = callType === 'video', microphone } = intent;
      const before = calls.find((call) => !call.isLive() && call.isTo(intent.channel));
      return begin(startOf(intent, before?.start), { camera, microphone });
    },
    async answer(invitation, { video, others }) {
      const entry = ringing.find(invitation);
      if (!entry) return { ok: false, problem: gone };
      if (!parts.carriesCalls) return noWebRtcProblem;
      if (stores.elsewhere.get() !== null) return elsewhereProblem;
      if (isBeingAnswered(invitation, entry.token)) return { ok: true };
      ringing.hush(invitation);
      const ending = others === 'end' ? liveCalls() : [];
      if (others !== 'end') holdOthers();
      const outcome = await begin(startOfAnswer(entry), { camera: video, ending });
      const over = outcome.ok || outcome.problem.kind === 'refused';
      if (over) ringing.remove(invitation);
      return outcome;
    },
    async answerTicket(invitation, ticket, address, { video, from }) {
      if (!parts.carriesCalls) return noWebRtcProblem;
      if (stores.elsewhere.get() !== null) return elsewhereProblem;
      if (isBeingAnswered(invitation, ticket)) return { ok: true };
      ringing.remove(invitation);
      holdOthers();
      return begin(startOfTicket({ invitation, ticket, address }, video, from), { camera: video });
    },
    decline: (invitation, message) => ringing.decline(invitation, message),
    silence: (invitation) => {
      ringing.silence(invitation);
    },
    leaveToSystem: (invitation) => {
      ringing.leaveToSystem(invitation);
    },
    openTicket: (ticket) => ringing.openTicket(ticket),
    declineTicket: (ticket) => ringing.declineTicket(ticket),
    hangUp: (key) => void find(key)?.hangUp(),
    dismiss(key) {
      calls = calls.filter((call) => call.key !== key || call.isLive());
      publish.now();
    },
    setMicrophone(key, on) {
      if (!on || find(key)?.view().meeting.mutedByHost !== true) capture.setMicrophone(on);
    },
    setCamera(_key, on) {
      capture.setCamera(on);
    },
    flipCamera: () => {
      capture.flip();
    },
    share: async (key) => find(key)?.share() ?? notThere,
    stopSharing: (key) => find(key)?.stopSharing(),
    hold: (key) => find(key)?.hold(true),
    resume(key) {
      for (const call of liveCalls()) call.hold(call.key !== key);
    },
    invite: async (key, destination) => find(key)?.invite(destination) ?? notThere,
    sendMessage: async (key, text) => find(key)?.say(text) ?? notThere,
    actAsHost: async (key, action) => find(key)?.actAsHost(action) ?? notThere,
    setHand: (key, raised) => find(key)?.raiseHand(raised),
    resumePlayback: () => {
      playback.resume();
    },
    rearm: () => {
      capture.rearm();
    },
    async moveHere() {
      const remembered = await callTabs.fetch();
      if (remembered === null || remembered.length === 0) return elsewhereProblem;
      if (!(await callTabs.enter(patience.reload))) return elsewhereProblem;
      await Promise.all(remembered.map(comeBack));
      return { ok: true };
    },
    diagnostics: (key) => find(key)?.diagnostics() ?? '',
  };

  followPage({
    capture,
    playback,
    devices,
    onChange: publish.soon,
    onTracks: () => {
      for (const call of liveCalls()) call.refresh();
    },
    onVisible: () => {
      if (liveCalls().length > 0) capture.rearm();
    },
    onNetwork: () => {
      for (const call of liveCalls()) call.restartMedia();
    },
    onLeaving: () => {
      for (const call of liveCalls()) call.tellRecords();
    },
  });
  stream.connection.subscribe(publish.soon);
  stream.leading.subscribe(() => {
    // Whoever takes the stream rings now.
    if (!stream.leading.get()) ringing.clear();
  });

  return {
    intents,
    receive,
    async returnToCalls() {
      const remembered = recallCalls();
      if (remembered.length === 0 || liveCalls().length > 0) return;
      if (!(await callTabs.enter(patience.reload))) {
        // A copy of a tab has a copy of what it remembered; the call is the other's.
        rememberCalls([]);
        return;
      }
      await Promise.all(remembered.map(comeBack));
    },
    endAll() {
      ringing.clear();
      for (const call of liveCalls()) {
        call.end({ reason: 'ended', cause: 'account_closed', by: 'server', durationMs: null });
      }
    },
  };
}
