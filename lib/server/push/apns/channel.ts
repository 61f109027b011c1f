import type { Logger } from 'pino';
import type { Clock } from '@/lib/server/clock';
import type { ApnsCredentials } from '../app-keys';
import { ProviderToken, type SignedToken } from './provider-token';
import { ApnsSession, type Reply, type Request } from './session';
import { WaitingLine } from './waiting-line';

/** A push that waits for its turn on a connection. */
export interface Parcel {
  readonly request: Request;
  /** When it was first queued (ms since 1970). */
  readonly queuedAt: number;
  /** Asked before each send: false where it is over, which it sees to itself. */
  mayLeave(): boolean;
  connecting(): void;
  sent(): void;
  replied(reply: Reply, token: SignedToken): void;
  /** No connection was to be had; `reason` is an error's code. */
  unreachable(reason: string): void;
}

/** What a channel tells of the service behind it. */
export interface ChannelListener {
  /** No connection can be had. */
  unreachable(reason: string): void;
  /** A connection is open after there was none. */
  reachable(): void;
}

/** A second connection only when the first one is saturated (ios-shim.md, PushKit and APNs). */
const mostSessions = 2;

/** Waits before connecting again, in ms: short ones while somebody rings. */
const waits = [0, 250, 500, 1_000, 2_000];
const longestWait = 60_000;

/** A push waits so long for a connection, in ms; then its caller is better told. */
const connectionWithin = 10_000;
const tick = 500;

/** Where a channel leads. */
export interface ChannelPlace {
  readonly url: string;
  /** PEM; null: the system's authorities. */
  readonly authority: string | null;
  readonly credentials: ApnsCredentials;
}

/** The way to one of Apple's services with one key: its connections, its provider token, its queue. */
export class ApnsChannel {
  readonly token: ProviderToken;
  readonly #place: ChannelPlace;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #listener: ChannelListener;
  readonly #line = new WaitingLine<Parcel>();
  #sessions: ApnsSession[] = [];
  readonly #leaving = new Set<ApnsSession>();
  #failures = 0;
  #openedAt = -Infinity;
  #lastFailure = 'no connection';
  #reconnecting: { readonly at: number; readonly cancel: () => void } | undefined;
  #sweeping: (() => void) | undefined;
  #isWarm = false;
  #isReachable = false;
  #isClosed = false;

  constructor(place: ChannelPlace, clock: Clock, log: Logger, listener: ChannelListener) {
    this.#place = place;
    this.#clock = clock;
    this.#log = log;
    this.#listener = listener;
    this.token = new ProviderToken(place.credentials, clock, (error) => {
      if (error) this.#log.error({ err: error }, 'the key of APNs signs nothing: see APP_KEYS');
      this.#pump();
    });
  }

  /** Opens a connection and keeps one open from now on. */
  warm(): void {
    this.#isWarm = true;
    this.token.now();
    this.#connect();
  }

  /** Takes a push up; it is told how it went on. */
  submit(parcel: Parcel): void {
    if (this.#isClosed) {
      parcel.unreachable('closed');
      return;
    }
    this.#line.add(parcel);
    this.#take(parcel);
  }

  /** Takes a push up again, before all that wait. */
  resubmit(parcel: Parcel): void {
    if (this.#isClosed) {
      parcel.unreachable('closed');
      return;
    }
    this.#line.addFirst(parcel);
    this.#take(parcel);
  }

  close(): void {
    this.#isClosed = true;
    this.#reconnecting?.cancel();
    this.#sweeping?.();
    for (const parcel of this.#line.drain()) parcel.unreachable('closed');
    const sessions = [...this.#sessions, ...this.#leaving];
    this.#sessions = [];
    for (const session of sessions) session.close('closed');
  }

  #take(parcel: Parcel): void {
    this.#isWarm = true;
    if (!this.#sessions.some(({ isOpen }) => isOpen)) parcel.connecting();
    this.#pump();
  }

  #pump(): void {
    if (this.#isClosed) return;
    this.#noteReachable();
    while (this.#line.length > 0) {
      const session = this.#sessions.find(({ free }) => free > 0);
      const token = session && this.token.now();
      if (token === undefined) break;
      const parcel = this.#line.take();
      if (!parcel?.mayLeave()) continue;
      parcel.sent();
      session?.send(parcel.request, token.jwt, (reply) => {
        if (session.isTrusted) this.#failures = 0;
        parcel.replied(reply, token);
      });
    }
    this.#dismissSpare();
    if (this.#line.length === 0) return;
    const isFull = this.#sessions.every(({ isSaturated }) => isSaturated);
    if (isFull && this.#sessions.length < mostSessions) this.#connect();
    this.#sweepLater();
  }

  #noteReachable(): void {
    const isReachable = this.#sessions.some(({ isOpen }) => isOpen);
    if (isReachable && !this.#isReachable) this.#listener.reachable();
    if (isReachable) this.#isReachable = true;
  }

  #dismissSpare(): void {
    const [, spare] = this.#sessions;
    if (!spare?.isIdle) return;
    this.#sessions = this.#sessions.filter((session) => session !== spare);
    spare.close('not needed');
  }

  /** Connects now, or when the wait after a failure is over. */
  #connect(): void {
    if (this.#isClosed || this.#sessions.length >= mostSessions) return;
    const isUrgent = this.#line.length > 0;
    const wait = waits[this.#failures] ?? (isUrgent ? (waits.at(-1) ?? 0) : longestWait);
    const at = this.#openedAt + wait;
    if (at <= this.#clock.now()) {
      this.#open();
      return;
    }
    if (this.#reconnecting && this.#reconnecting.at <= at) return;
    this.#reconnecting?.cancel();
    const cancel = this.#clock.at(at, () => {
      this.#reconnecting = undefined;
      if (!this.#sessions.some((session) => !session.isSaturated)) this.#open();
    });
    this.#reconnecting = { at, cancel };
  }

  #open(): void {
    this.#openedAt = this.#clock.now();
    const { url, authority } = this.#place;
    const session = new ApnsSession(url, authority, this.#clock, {
      changed: () => this.#pump(),
      ended: (ended, reason) => this.#ended(ended, reason),
    });
    this.#sessions = [...this.#sessions, session];
  }

  #ended(session: ApnsSession, reason: string): void {
    if (session.isClosed) this.#leaving.delete(session);
    if (!this.#sessions.includes(session)) return;
    this.#sessions = this.#sessions.filter((other) => other !== session);
    if (!session.isClosed) this.#leaving.add(session);
    if (!session.isTrusted) this.#failures += 1;
    this.#lastFailure = reason;
    const { environment } = this.#place.credentials;
    this.#log.info({ environment, reason, inFlight: session.inFlight }, 'APNs ended a connection');
    if (this.#sessions.length > 0) return;
    this.#isReachable = false;
    if (!session.hasOpened) this.#listener.unreachable(reason);
    if (this.#isWarm) this.#connect();
    if (this.#line.length > 0) this.#sweepLater();
  }

  /** While nothing can leave, what is over in the meantime is seen to now and then. */
  #sweepLater(): void {
    this.#sweeping ??= this.#clock.at(this.#clock.now() + tick, () => {
      this.#sweeping = undefined;
      const hasConnection = this.#sessions.some(({ isOpen }) => isOpen);
      const now = this.#clock.now();
      this.#line.keep((parcel) => {
        if (!parcel.mayLeave()) return false;
        if (hasConnection || now - parcel.queuedAt < connectionWithin) return true;
        parcel.unreachable(this.#lastFailure);
        return false;
      });
      this.#pump();
    });
  }
}
