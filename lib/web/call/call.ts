import type { Media, NewSessionResult } from '@/lib/platform/room';
import { ApiError, type Api } from '../api';
import type { Capture } from '../media/capture';
import type { RoomMedia } from '../media/room-media';
import { soundOf } from '../media/session';
import type { StreamEvent } from '../stream/events';
import { attempt } from './attempt';
import { createCallMedia } from './call-media';
import { ownMedia, remoteView, reportedState } from './call-view';
import { describeCall } from './diagnostics';
import { actAsHost, type HostAction } from './host';
import { createInvited, type Invited } from './invited';
import type { CallOfMedia } from './open-media';
import { createParticipantSession, type ParticipantSession } from './participant-session';
import { connectedSince, endingAfter, phaseAfterUpdate, type PlacedInvitation } from './phase';
import type { RememberedCall } from './remembered-calls';
import { applyRosterEvent, emptyRoster, meIn, othersIn, type Roster } from './roster';
import { mayLeave, meetingView, newcomer, onEntry, withEntry, withRoom } from './standing';
import type { CallStart } from './call-start';
import { createSharing } from './sharing';
import { createStateReports, type StateReports } from './state-reports';
import type { CallPhase, CallView, ChatMessage, Ending, IntentOutcome, Peer } from './view';

/** What a call needs of its page. */
export interface CallParts {
  readonly api: Api;
  readonly capture: Capture;
  readonly openMedia: (session: ParticipantSession, media: Media, call: CallOfMedia) => RoomMedia;
  /** The call may soon go through LiveKit: what takes time is done now. */
  readonly prepareLiveKit: () => void;
  /** My event stream is away. */
  readonly streamAway: () => boolean;
  /** The page is hidden and has lost its capture (call-rules.md, What a browser does to a call). */
  readonly paused: () => boolean;
  readonly playbackBlocked: () => boolean;
  readonly speakingWhileMuted: () => boolean;
  readonly onChange: () => void;
}

/** One call of this page. */
export interface Call {
  readonly key: string;
  readonly start: CallStart;
  readonly view: () => CallView;
  readonly isLive: () => boolean;
  /** Whether it was to this address or short number. */
  readonly isTo: (channel: string) => boolean;
  readonly isConnecting: () => boolean;
  /** Mine in its room, once the server let me in. */
  readonly participant: () => string | null;
  readonly invitation: () => string | null;
  readonly session: () => ParticipantSession | null;
  /** The server let me in; what came for the room before is replayed by `receive`. */
  readonly enter: (result: NewSessionResult) => void;
  readonly receive: (event: StreamEvent) => void;
  /** What the server says on every connect; null: it did not name this call. */
  readonly reconcile: (
    present: { readonly invitation?: PlacedInvitation | undefined } | null,
  ) => void;
  /** What arrives, to be heard. */
  readonly streams: () => readonly MediaStream[];
  /** My tracks, or anything that the page tells of, changed. */
  readonly refresh: () => void;
  readonly restartMedia: () => void;
  /** The page may go away: what is known of its quality is told now. */
  readonly tellRecords: () => void;
  readonly share: () => Promise<IntentOutcome>;
  readonly stopSharing: () => void;
  readonly hold: (held: boolean) => void;
  /** Ends it here and on the server. */
  readonly hangUp: () => Promise<void>;
  /** It is over; the server knows. */
  readonly end: (ending: Ending) => void;
  /** Gives it to another tab: nothing is told to the server. */
  readonly handOver: () => void;
  readonly invite: (destination: string) => Promise<IntentOutcome>;
  readonly say: (text: string) => Promise<IntentOutcome>;
  readonly raiseHand: (raised: boolean) => void;
  readonly actAsHost: (action: HostAction) => Promise<IntentOutcome>;
  readonly remembered: () => RememberedCall | null;
  readonly diagnostics: () => string;
}

/** Makes a call; nothing is sent before `enter`. */
export function createCall(parts: CallParts, start: CallStart): Call {
  const { capture } = parts;
  const key = crypto.randomUUID();
  let phase: CallPhase =
    start.direction === 'outgoing' && start.since === null
      ? { phase: 'outgoing', progress: 'calling' }
      : { phase: 'connecting' };
  let { peer, kind, since, held } = start;
  let standing = newcomer;
  let roster: Roster = emptyRoster;
  let messages: readonly ChatMessage[] = [];
  let session: ParticipantSession | null = null;
  let reports: StateReports | null = null;
  let placed: string | null = null;
  let admitted = false;
  let endsForAll = false;
  const invited: Invited = createInvited(parts.onChange);

  const isLive = (): boolean => phase.phase !== 'ended';
  const others = () => othersIn(roster, session?.participant ?? '');
  const changed = (): void => {
    // Before the door there is nobody to tell, and the server would refuse it.
    if (!standing.waits) reports?.look();
    parts.onChange();
  };
  const become = (next: CallPhase): void => {
    if (!isLive() || next === phase) return;
    phase = next;
    if (next.phase === 'connected') since = next.since;
    if (next.phase === 'ended') close(next.ending);
    changed();
  };
  const close = (ending: Ending): void => {
    media.close(ending);
    sharing.stop();
    reports?.stop();
    invited.stop();
    session?.stop();
    roster = emptyRoster;
  };
  const end = (ending: Ending): void => become({ phase: 'ended', ending });
  const tracks = () => sharing.mayLeave(mayLeave(capture.tracks.get(), standing));
  const endingBy = (by: Ending['by'], rest: Omit<Ending, 'by' | 'durationMs'>): Ending => ({
    ...rest,
    by,
    durationMs: phase.phase === 'connected' ? Date.now() - phase.since : null,
  });

  const arrives = (): boolean =>
    [...media.arriving().values()].some(({ hasAudio, hasVideo }) => hasAudio || hasVideo);
  const connectWhenFlowing = (): void => {
    if (phase.phase !== 'connecting') return;
    const flows = [...media.arriving().values()].some(({ leg }) => leg === 'flowing');
    if (flows) become({ phase: 'connected', since: since ?? Date.now() });
  };
  const media = createCallMedia({
    capture,
    session: () => session,
    open: (of, offered, events) =>
      parts.openMedia(of, offered, { callType: start.callType, events, key: start.key }),
    tracks,
    held: () => held,
    onGivenUp() {
      // With one other nothing is left of the call; in a meeting the others are.
      if (kind !== 'gateway' || others().length > 1) return;
      void session?.leave('connection_lost');
      // Whoever still hears the server has a network: it is the other's that is away.
      const by = parts.streamAway() ? 'server' : 'peer';
      end(endingBy(by, { reason: 'failed', cause: 'connection_lost' }));
    },
    onChange() {
      connectWhenFlowing();
      changed();
    },
  });
  const openMedia = (offered: Media): void => {
    if (isLive()) media.take(offered);
  };
  /** It stays off when the host lets me speak again: nobody else switches a microphone on. */
  const heedMuting = (): void => {
    if (standing.mutedByHost && !held && capture.state.get().microphone.on)
      capture.setMicrophone(false);
  };
  const noteMe = (): void => {
    const me = session && meIn(roster, session.participant);
    if (!me) return;
    sharing.heed(me.state.screen === true);
    const { mutedByHost, away } = standing;
    standing = withEntry(standing, me);
    if (standing.mutedByHost !== mutedByHost) media.send(tracks());
    heedMuting();
    const comesIn = !standing.waits && !media.isOpen() && !admitted;
    admitted ||= comesIn;
    // Let in, I need media from now on; taken for gone (call-rules.md 17), I say that I am here.
    if (comesIn || (standing.away && !away)) void session?.refresh();
    if (kind === 'conference' && !standing.waits && phase.phase === 'connecting') {
      become({ phase: 'connected', since: since ?? Date.now() });
    }
  };

  const flowingReport = (): readonly string[] | null => {
    const away = parts.streamAway() || others().some(({ connected }) => !connected);
    return away ? media.flowing() : null;
  };
  const state = () =>
    reportedState(capture.state.get(), {
      held,
      paused: parts.paused(),
      videoPaused: media.videoPaused(),
      engine: media.engine(),
      sharing: sharing.isOn(),
    });
  const sharing = createSharing({
    capture,
    claim: async (claimed) => {
      if (reports === null) throw new ApiError({ kind: 'network' });
      await reports.claim(claimed);
    },
    state,
    others,
    shares: () => standing.shares,
    isActive: () => isLive() && !held,
    onChange: changed,
  });

  return {
    key,
    start,
    isLive,
    isTo: (channel) => channel === start.address || channel === peer.address,
    isConnecting: () => phase.phase === 'connecting' && !arrives(),
    end,
    participant: () => session?.participant ?? null,
    invitation: () => placed,
    session: () => session,
    enter(result) {
      session = createParticipantSession(parts.api, result.address, result, {
        onMedia: openMedia,
        onOver: () => end(endingBy('server', { reason: 'ended', cause: 'connection_lost' })),
      });
      if (!isLive()) {
        // Hung up before the server had answered.
        void session.leave();
        return;
      }
      standing = onEntry(standing, result);
      kind = result.service_type === 'gateway' ? 'gateway' : 'conference';
      placed = result.invitation?.id ?? null;
      if (result.peer) peer = { ...peer, ...peerOf(result.peer) };
      else
        peer = { address: result.address, displayName: result.conference_name ?? peer.displayName };
      reports = createStateReports({ send: session.report, state, flowing: flowingReport });
      if (result.media) openMedia(result.media);
      if (kind === 'conference' && !standing.waits)
        become({ phase: 'connected', since: since ?? Date.now() });
      else if (standing.waits || result.invitation?.state !== 'ringing')
        become({ phase: 'connecting' });
      changed();
    },
    receive(event) {
      if (!isLive()) return;
      switch (event.name) {
        case 'participant_sync_begin':
        case 'participant_sync_end':
        case 'participant_create':
        case 'participant_update':
        case 'participant_delete':
          roster = applyRosterEvent(roster, event);
          // While a list comes whole nobody is missing yet.
          if (roster.coming === null) {
            noteMe();
            media.tell(others(), event.name === 'participant_sync_end' ? 'anew' : 'changed');
            changed();
          }
          return;
        case 'invitation_update':
          if (event.data.invitation === placed) become(phaseAfterUpdate(phase, event.data));
          else invited.update(event.data);
          return;
        case 'conference_update':
          standing = withRoom(standing, event.data);
          if (event.data.service_type === 'conference' && kind === 'gateway') {
            kind = 'conference';
            // Somebody rings who makes three of us.
            parts.prepareLiveKit();
          }
          changed();
          return;
        case 'message_received': {
          const { origin, payload } = event.data;
          messages = [...messages, { from: origin, mine: false, text: payload, at: Date.now() }];
          changed();
          return;
        }
        case 'disconnect':
          end(
            endingAfter(event.data, {
              since: connectedSince(phase),
              now: Date.now(),
              peerAway: others().some(({ connected }) => !connected),
              endsForAll,
            }),
          );
          return;
        default:
          media.receive(event);
      }
    },
    reconcile(present) {
      if (present === null) {
        // It may be older than my place in the room: the session itself knows.
        void session?.refresh();
        return;
      }
      if (present.invitation) become(phaseAfterUpdate(phase, present.invitation));
    },
    streams: () =>
      [...media.arriving().values()]
        .flatMap(({ stream, screen }) => [stream, screen])
        .flatMap((stream) => (stream !== null && soundOf(stream) !== null ? [stream] : [])),
    refresh() {
      sharing.look();
      media.send(tracks());
      changed();
    },
    restartMedia: () => media.restart(),
    tellRecords: () => media.tellRecords(),
    share: () => sharing.start(),
    stopSharing: () => sharing.stop(),
    hold(on) {
      held = on;
      if (on) sharing.stop();
      media.hold(on);
      heedMuting();
      changed();
    },
    async hangUp() {
      const cancels = phase.phase === 'outgoing';
      end(
        endingBy('me', cancels ? { reason: 'cancelled' } : { reason: 'ended', cause: 'hung_up' }),
      );
      await session?.leave();
    },
    handOver() {
      end(endingBy('me', { reason: 'ended', cause: 'moved' }));
    },
    invite: (destination) =>
      attempt(session, async (mine) => {
        invited.dialled(destination, await mine.dial(destination, start.callType));
      }),
    say: (text) =>
      attempt(session, async (mine) => {
        await mine.say(text);
        messages = [...messages, { from: '', mine: true, text, at: Date.now() }];
        changed();
      }),
    async actAsHost(action) {
      endsForAll = action.do === 'endForAll';
      const outcome = await attempt(session, (mine) => actAsHost(mine, action));
      if (!outcome.ok) endsForAll = false;
      return outcome;
    },
    raiseHand(raised) {
      session?.raiseHand(raised).catch(() => undefined);
    },
    remembered() {
      if (session === null || !isLive()) return null;
      const { microphone, camera } = capture.state.get();
      return {
        ...{ ...start, kind, peer, since, held },
        token: session.token(),
        microphone: microphone.on,
        camera: camera.on,
      };
    },
    diagnostics() {
      const room = session?.room ?? null;
      const now = Date.now();
      return describeCall({ room, kind, phase, records: media.records(), now });
    },
    view() {
      const arriving = media.arriving();
      return {
        key,
        room: session?.room ?? null,
        invitation: start.invitation ?? placed,
        direction: start.direction,
        kind,
        callType: start.callType,
        peer,
        phase,
        remotes: others().map((person) => remoteView(person, arriving.get(person.uuid))),
        own: ownMedia(capture.state.get(), {
          videoPaused: media.videoPaused(),
          speakingWhileMuted: parts.speakingWhileMuted(),
          sharing: sharing.isOn(),
        }),
        held,
        reconnecting: isLive() && session !== null && parts.streamAway(),
        playbackBlocked: isLive() && parts.playbackBlocked(),
        protection: media.protection(start.key),
        verification: kind === 'gateway' ? media.verification() : null,
        messages,
        invited: invited.list(),
        role: standing.role,
        meeting: meetingView(standing, roster, session?.participant ?? ''),
      };
    },
  };
}

function peerOf(peer: { readonly address: string; readonly display_name: string }): Peer {
  return { address: peer.address, displayName: peer.display_name };
}
