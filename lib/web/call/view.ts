import type { CallType } from '@/lib/platform/calling';
import type { CancelReason, EndCause, Reason, RefusedBecause } from '@/lib/platform/reasons';
import type { ParticipantState } from '@/lib/platform/room';
import type { BlurProblem } from '../media/blur/picture';
import type { Store } from '../store';
import type { HostAction } from './host';

/** A person or meeting at the other end, as far as the page knows it. */
export interface Peer {
  readonly address: string;
  readonly displayName: string;
  readonly organisation?: string | undefined;
}

/** An invitation that rings on this device now. Times are ms since 1970. */
export interface RingingCall {
  readonly invitation: string;
  readonly from: Peer;
  readonly kind: 'gateway' | 'conference';
  readonly callType: CallType;
  readonly waiting: boolean;
  readonly expiresAt: number;
  /** The person chose "silence this device": it is shown, without sound. */
  readonly silenced: boolean;
}

/**
 * An invitation that just stopped ringing here though nobody here decided it: shown for a few seconds
 * ("answered on another device", "missed call").
 */
export interface StoppedRinging {
  readonly invitation: string;
  readonly from: Peer;
  readonly callType: CallType;
  readonly reason: CancelReason;
}

/** Why a call is over, for the words on the screen. */
export interface Ending {
  readonly reason: Reason;
  readonly cause?: EndCause;
  readonly by: 'me' | 'peer' | 'server';
  /** The message that came with a rejection. */
  readonly message?: string;
  /** From connected to ended, in ms; null if it never connected. */
  readonly durationMs: number | null;
}

/** Where a call is. `since`: ms since 1970. */
export type CallPhase =
  | { readonly phase: 'outgoing'; readonly progress: 'calling' | 'ringing' | 'answering' }
  | { readonly phase: 'connecting' }
  | { readonly phase: 'connected'; readonly since: number }
  | { readonly phase: 'ended'; readonly ending: Ending };

/** How well a leg does; shown only when poor. */
export type Quality = 'unknown' | 'good' | 'poor';

/** Another participant, with what arrives from it. */
export interface RemoteView {
  readonly uuid: string;
  readonly displayName: string;
  readonly address: string;
  /** What it says of itself (call-rules.md 18). */
  readonly state: ParticipantState;
  readonly muted: boolean;
  /** By a host, who alone undoes it. */
  readonly mutedByHost: boolean;
  readonly isHost: boolean;
  /** Its event stream is open. */
  readonly connected: boolean;
  /** Since when its hand is raised, Unix s; null: it is not. */
  readonly handSince: number | null;
  readonly leg: 'none' | 'connecting' | 'flowing' | 'reconnecting';
  /**
   * What arrives from it; null before anything does. Attach it `muted`, for the picture: the library plays
   * the sound itself, on the chosen speaker and past autoplay rules.
   */
  readonly stream: MediaStream | null;
  /** A screen that it shares; null: none, or nothing of it has come yet. */
  readonly screen: MediaStream | null;
  readonly hasVideo: boolean;
  readonly hasAudio: boolean;
  readonly quality: Quality;
  /** 0 to 1, smoothed, for "who speaks". */
  readonly audioLevel: number;
}

/** Why one's own microphone or camera does not work. */
export type CaptureProblem =
  'denied' | 'not_found' | 'in_use' | 'interrupted' | 'insecure' | 'failed';

/**
 * How the blur behind the person is. With a problem, `on`: it goes on, too slowly; `off`: it was wanted, and the
 * camera's picture stays as others saw it before: unblurred, or away (no preview).
 */
export interface BlurView {
  readonly state: 'off' | 'starting' | 'on';
  readonly problem: BlurProblem | null;
}

/** One's own side. `on`: what the person chose; a problem explains why nothing is sent all the same. */
export interface OwnMedia {
  readonly microphone: { readonly on: boolean; readonly problem: CaptureProblem | null };
  readonly camera: { readonly on: boolean; readonly problem: CaptureProblem | null };
  readonly blur: BlurView;
  /** My picture rests because too little is left for it; the voice goes on (call-rules.md, Media). */
  readonly videoPaused: boolean;
  readonly preview: MediaStream | null;
  /** The screen that I share; null: none. */
  readonly screen: MediaStream | null;
  /** 'user' is mirrored for oneself only. */
  readonly facing: 'user' | 'environment';
  readonly canFlip: boolean;
  readonly speakingWhileMuted: boolean;
}

/** Someone who is being rung into a call that goes on (`dial`). */
export interface InvitedView {
  readonly invitation: string;
  readonly displayName: string;
  readonly address: string;
  /** `final`: shown for a few seconds with its reason. */
  readonly state: 'calling' | 'ringing' | 'answering' | 'final';
  readonly reason?: Reason;
}

/**
 * Who can listen (call-rules.md, Consent): `direct`, media goes from person to person; `server`, through LiveKit,
 * which could; `key`, through LiveKit and encrypted with a key that only the meeting's link carries.
 */
export type Protection = 'direct' | 'server' | 'key';

/** One call as the page shows it. */
export interface CallView {
  /** Room id once known, else a local id of the attempt; stable for React keys through `key`. */
  readonly key: string;
  readonly room: string | null;
  /** The invitation by which it began, where one is known. */
  readonly invitation: string | null;
  readonly direction: 'incoming' | 'outgoing';
  readonly kind: 'gateway' | 'conference';
  readonly callType: CallType;
  readonly peer: Peer;
  readonly phase: CallPhase;
  readonly remotes: readonly RemoteView[];
  readonly own: OwnMedia;
  /** I put it on hold. The peer's hold is in its state. */
  readonly held: boolean;
  /** My own event stream is away. */
  readonly reconnecting: boolean;
  /** A remote element was not allowed to play: a tap calls resumePlayback(). */
  readonly playbackBlocked: boolean;
  /** The 30 decimal digits both people can compare, in six groups of five (call-rules.md, Consent). */
  readonly verification: string | null;
  readonly protection: Protection;
  readonly messages: readonly ChatMessage[];
  /** Whom I am ringing into this call, the newest last. */
  readonly invited: readonly InvitedView[];
  /** My role in the room. */
  readonly role: 'HOST' | 'GUEST';
  readonly meeting: MeetingView;
}

/** Somebody before the door of a meeting. */
export interface WaitingView {
  readonly uuid: string;
  readonly displayName: string;
  readonly address: string;
}

/** What the room itself is, and where I stand in it; of a call between two nothing of it is true. */
export interface MeetingView {
  readonly locked: boolean;
  readonly guestsMuted: boolean;
  /** A host is in it: whoever waits is seen by somebody. */
  readonly hosted: boolean;
  /** Who waits to be admitted, in the order of arrival; hosts alone are told. */
  readonly waiting: readonly WaitingView[];
  /** I wait to be admitted: nothing is sent, and nobody is seen. */
  readonly iWait: boolean;
  /** A host muted me. Only a host undoes it; switching the microphone on again is mine. */
  readonly mutedByHost: boolean;
  /** Since when my hand is raised, Unix s; null: it is not. */
  readonly handSince: number | null;
}

/** A chat message of a room; `at`: ms since 1970. */
export interface ChatMessage {
  readonly from: string;
  readonly mine: boolean;
  readonly text: string;
  readonly at: number;
}

/** What may go wrong with an intent before a call exists, in the page's own words. */
export type CallProblem =
  | {
      readonly kind: 'refused';
      readonly reason: Reason;
      readonly text: string;
      /** What exactly, where a page has words of its own for it. */
      readonly because?: RefusedBecause;
      /** Seconds after which trying again makes sense. */
      readonly retryAfter?: number;
    }
  | { readonly kind: 'network' }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'no_webrtc' }
  /** `by`: who shares a screen where one may be shared; empty: not known yet. */
  | { readonly kind: 'screen_taken'; readonly by: string }
  /** The system does not let the browser show screens. */
  | { readonly kind: 'screen_denied' }
  | { readonly kind: 'screen_failed' };

/** The outcome of an intent. */
export type IntentOutcome =
  { readonly ok: true } | { readonly ok: false; readonly problem: CallProblem };

/** Someone to call. */
export interface CallIntent {
  /** Address or short number. */
  readonly channel: string;
  readonly callType: CallType;
  /** For a meeting with a PIN. */
  readonly password?: string;
  /** What to show until the server names it. */
  readonly displayName?: string;
  /** How whoever has no account wants to be called. */
  readonly guestName?: string;
  /** The key of an encrypted meeting, from its link; without it the one that this profile keeps. */
  readonly key?: string;
  /** What begins switched on; without it the microphone, and the camera where it is a video call. */
  readonly microphone?: boolean;
  readonly camera?: boolean;
}

/** A hand-over link: one invitation and the one-time token for it (platform-api.md, section 3). */
export interface Ticket {
  readonly invitation: string;
  readonly ticket: string;
  /** What to connect to, where the link says so; the ticket names the room all the same. */
  readonly address: string | null;
}

/** A call that a person answered outside the page, in the system's own screen. */
export interface NativeAnswer {
  readonly ticket: Ticket;
  readonly from: Peer;
  readonly callType: CallType;
}

/**
 * Where the invitation of a ticket is. `expiresAt`: ms since 1970; `callee`: the address that is called, by
 * which a page knows whether another account is signed in there (call-rules.md, Consent).
 */
export type TicketState =
  | { readonly state: 'ringing'; readonly expiresAt: number; readonly callee?: string }
  | { readonly state: 'over'; readonly reason: Reason }
  | { readonly state: 'unreachable' };

/**
 * Everything a page does with calls (platform-api.md section 4, the seed's iOS code). Intents that begin
 * capture (`connect`, `answer`, …) must be called inside the person's tap.
 */
export interface CallClient {
  /** Invitations ringing on this device. */
  readonly ringing: Store<readonly RingingCall[]>;
  /** What stopped ringing a moment ago and why; empties itself. */
  readonly stopped: Store<StoppedRinging | null>;
  /** My calls in this page: at most one not held, the newest last; an ended one stays until dismissed. */
  readonly calls: Store<readonly CallView[]>;
  /** Set while another tab of this profile is in a call. */
  readonly elsewhere: Store<{ readonly peer: Peer } | null>;
  /**
   * Calls or joins. A call that the server refuses (busy, unreachable, no such address, …) shows as an
   * ended call with its reason and is `ok`; not `ok` are a PIN that is wanted, a server that does not
   * answer, a refusal with an exact reason (`because`), another tab's call, and a browser without WebRTC: then
   * there is nothing on the screen.
   */
  readonly connect: (intent: CallIntent) => Promise<IntentOutcome>;
  /** `others`: what happens to the call in progress, if there is one. */
  readonly answer: (
    invitation: string,
    options: { readonly video: boolean; readonly others?: 'hold' | 'end' },
  ) => Promise<IntentOutcome>;
  /**
   * Joins by the ticket of a hand-over link (call-rules.md: only after a tap, or where the shim confirms a
   * native answer). `from`: who calls, until the server says so.
   */
  readonly answerTicket: (
    invitation: string,
    ticket: string,
    address: string | null,
    options: { readonly video: boolean; readonly from?: Peer | undefined },
  ) => Promise<IntentOutcome>;
  /**
   * Tells the caller that the Join page is open (`ringing {answering}`) and learns whether it still
   * rings; captures nothing and decides nothing. Repeated to follow the state.
   */
  readonly openTicket: (ticket: Ticket) => Promise<TicketState>;
  /** Rejects by the ticket of a hand-over link. */
  readonly declineTicket: (ticket: Ticket) => Promise<IntentOutcome>;
  readonly decline: (invitation: string, message?: string) => Promise<IntentOutcome>;
  readonly silence: (invitation: string) => void;
  /** The system rings for this invitation: until it ends, nothing here sounds or shows for it. */
  readonly leaveToSystem: (invitation: string) => void;
  readonly hangUp: (key: string) => void;
  /** Takes an ended call off the screen. */
  readonly dismiss: (key: string) => void;
  /** Whoever a host muted cannot switch it on. */
  readonly setMicrophone: (key: string, on: boolean) => void;
  readonly setCamera: (key: string, on: boolean) => void;
  readonly flipCamera: (key: string) => void;
  /**
   * Lets the person choose a screen, window or tab and shares it; inside a tap. A picker that was closed is `ok`.
   * On hold sharing ends.
   */
  readonly share: (key: string) => Promise<IntentOutcome>;
  readonly stopSharing: (key: string) => void;
  readonly hold: (key: string) => void;
  readonly resume: (key: string) => void;
  /** Rings another address into the room (`dial`). */
  readonly invite: (key: string, destination: string) => Promise<IntentOutcome>;
  readonly sendMessage: (key: string, text: string) => Promise<IntentOutcome>;
  readonly setHand: (key: string, raised: boolean) => void;
  /** A host's controls of a meeting; refused to others. */
  readonly actAsHost: (key: string, action: HostAction) => Promise<IntentOutcome>;
  /** Plays what autoplay rules held back; inside a tap. */
  readonly resumePlayback: () => void;
  /** Takes a microphone or camera again that another app took; inside a tap. */
  readonly rearm: (key: string) => void;
  /** Brings the call of another tab here. */
  readonly moveHere: () => Promise<IntentOutcome>;
  /** A text record of the call's quality for "copy diagnostics". */
  readonly diagnostics: (key: string) => string;
}
