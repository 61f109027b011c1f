import {
  connect,
  constants,
  sensitiveHeaders,
  type ClientHttp2Session,
  type Settings,
} from 'node:http2';
import type { Clock } from '@/lib/server/clock';
import { tokenWasAccepted, type Answer } from './answers';

/** What one attempt to send came to. */
export type Reply =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** APNs said that it did not look at it: to be sent again, whatever else holds. */
  | { readonly kind: 'unread' }
  /** Nobody knows whether it was taken. */
  | { readonly kind: 'lost'; readonly reason: string };

/** One push as HTTP/2 sees it. */
export interface Request {
  readonly path: string;
  readonly topic: string;
  /** `apns-id`. */
  readonly id: string;
  readonly body: string;
}

/** Whom a session tells. */
export interface SessionListener {
  /** It opened, or can take more than before, or a tick of its watch passed. */
  changed(): void;
  /** It takes nothing more; told again when it is closed. `reason` is an error's code. */
  ended(session: ApnsSession, reason: string): void;
}

interface Flight {
  readonly sentAt: number;
  readonly cancel: () => void;
}

/** Milliseconds. */
const connectWithin = 5_000;
const answerWithin = 4_000;
const quietBeforePing = 1_500;
const pingWithin = 2_000;
const idleBeforePing = 60_000;
const tick = 500;

/** So many streams at most, whatever the server allows. */
const mostStreams = 1_000;

/**
 * One HTTP/2 connection to APNs: one stream until a provider token was accepted, then as many as the
 * server allows; PING when it is idle and when answers stay away (ios-shim.md, PushKit and APNs).
 */
export class ApnsSession {
  readonly #http: ClientHttp2Session;
  readonly #authority: string;
  readonly #clock: Clock;
  readonly #listener: SessionListener;
  readonly #flights = new Set<Flight>();
  readonly #begun: number;
  #state: 'connecting' | 'open' | 'leaving' | 'closed' = 'connecting';
  #isTrusted = false;
  /** Its first push waits longer than a tick. */
  #isStuck = false;
  #hasOpened = false;
  #allowed = 1;
  #lastRead = Infinity;
  #heardAt: number;
  #pingedAt: number | undefined;
  #watch: { readonly at: number; readonly cancel: () => void } | undefined;
  #lostReason = 'the connection was lost';

  /** @param authority PEM of whom the server's certificate may be of; null: the system's */
  constructor(url: string, authority: string | null, clock: Clock, listener: SessionListener) {
    this.#clock = clock;
    this.#listener = listener;
    this.#begun = this.#heardAt = clock.now();
    this.#authority = new URL(url).host;
    this.#http = connect(url, {
      ...(authority === null ? {} : { ca: authority }),
      peerMaxConcurrentStreams: 1,
      maxSessionMemory: 64,
      settings: { enablePush: false },
    });
    this.#http
      .on('connect', () => this.#opened())
      .on('remoteSettings', (settings: Settings) => this.#allow(settings.maxConcurrentStreams))
      .on('goaway', (code: number, lastRead: number) => this.#leave(code, lastRead))
      .on('error', (error: Error) => this.#lose(codeOf(error)))
      .on('close', () => this.#lose('closed'));
    this.#watchOver();
  }

  /** Whether it ever was open. */
  get hasOpened(): boolean {
    return this.#hasOpened;
  }

  /** Whether the server's provider token check was passed on this connection. */
  get isTrusted(): boolean {
    return this.#isTrusted;
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  get inFlight(): number {
    return this.#flights.size;
  }

  /** How many more it takes now. */
  get free(): number {
    // Node ends streams before it tells that their connection ended.
    if (this.#state !== 'open' || this.#http.closed || this.#http.destroyed) return 0;
    return (this.#isTrusted ? this.#allowed : Math.min(1, this.#allowed)) - this.#flights.size;
  }

  /** Whether another connection would help: all its streams are taken, or its first one hangs. */
  get isSaturated(): boolean {
    if (this.#state !== 'open' || this.free > 0) return false;
    return this.#isTrusted || this.#isStuck;
  }

  /** Whether nothing was heard or sent for so long that a spare connection need not be kept. */
  get isIdle(): boolean {
    return this.#flights.size === 0 && this.#clock.now() - this.#heardAt >= idleBeforePing;
  }

  /** Sends one push; `done` is called once. To be asked only while {@link free} is above 0. */
  send(request: Request, jwt: string, done: (reply: Reply) => void): void {
    const stream = this.#http.request({
      ':method': 'POST',
      ':path': request.path,
      ':scheme': 'https',
      ':authority': this.#authority,
      authorization: `bearer ${jwt}`,
      'apns-topic': request.topic,
      'apns-push-type': 'voip',
      'apns-priority': '10',
      'apns-expiration': '0',
      'apns-id': request.id,
      // Different each time: they would drive the others out of the compression's table.
      [sensitiveHeaders]: [':path', 'apns-id'],
    });
    let status = 0;
    let body = '';
    let apnsId: string | null = null;
    let date: string | null = null;
    let isOver = false;
    const flight: Flight = {
      sentAt: this.#clock.now(),
      cancel: () => {
        stream.close(constants.NGHTTP2_CANCEL);
        over({ kind: 'lost', reason: 'no answer' });
      },
    };
    const over = (reply: Reply) => {
      if (isOver) return;
      isOver = true;
      this.#flights.delete(flight);
      if (this.#state === 'leaving') this.#endWhenEmpty();
      done(reply);
      this.#listener.changed();
    };
    this.#flights.add(flight);
    stream.on('response', (headers) => {
      status = headers[':status'] ?? 0;
      const id = headers['apns-id'];
      apnsId = typeof id === 'string' ? id : null;
      this.#heardAt = this.#clock.now();
      if (status === 200) {
        this.#isTrusted = true;
        return;
      }
      date = headers.date ?? null;
      stream.on('data', (chunk: Buffer) => (body += chunk.toString()));
    });
    stream.on('error', () => undefined);
    stream.on('close', () => {
      if (isOver) return;
      if (status === 0) {
        const reply = this.#without(stream.id, stream.rstCode);
        if (reply.kind === 'lost') this.#distrust();
        over(reply);
        return;
      }
      const answer = { status, body, apnsId, date };
      if (!this.#isTrusted && tokenWasAccepted(answer)) this.#isTrusted = true;
      over({ kind: 'answered', answer });
    });
    stream.resume();
    stream.end(request.body);
    this.#watchOver();
  }

  /** Ends it; what is in flight is lost. */
  close(reason: string): void {
    this.#lostReason = reason;
    this.#http.destroy();
    this.#lose(reason);
  }

  #opened(): void {
    this.#state = 'open';
    this.#hasOpened = true;
    this.#heardAt = this.#clock.now();
    this.#listener.changed();
  }

  #allow(streams = mostStreams): void {
    this.#allowed = Math.min(streams, mostStreams);
    this.#heardAt = this.#clock.now();
    this.#listener.changed();
  }

  /** Streams above the last one that APNs read are sent again on another connection (RFC 9113, 6.8). */
  #leave(code: number, lastRead: number): void {
    this.#lastRead = lastRead;
    if (this.#state === 'closed' || this.#state === 'leaving') return;
    this.#state = 'leaving';
    this.#endWhenEmpty();
    this.#listener.ended(this, `GOAWAY ${code}`);
  }

  /** A stream broke off without a word: the connection may be about to, so that nothing more is sent on it. */
  #distrust(): void {
    if (this.#state !== 'open') return;
    this.#state = 'leaving';
    this.#http.close();
    this.#listener.ended(this, 'a stream broke off');
  }

  #endWhenEmpty(): void {
    if (this.#flights.size === 0) this.#http.destroy();
  }

  #lose(reason: string): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#watch?.cancel();
    this.#listener.ended(this, reason);
  }

  /** What a stream that ended without an answer came to. */
  #without(id: number | undefined, code: number): Reply {
    const isUnread =
      id === undefined || id > this.#lastRead || code === constants.NGHTTP2_REFUSED_STREAM;
    return isUnread ? { kind: 'unread' } : { kind: 'lost', reason: this.#lostReason };
  }

  #longestWait(): number {
    for (const { sentAt } of this.#flights) return this.#clock.now() - sentAt;
    return 0;
  }

  /** One timer watches over all that may stay away. */
  #watchOver(): void {
    if (this.#state === 'closed') return;
    const isIdle =
      this.#state === 'open' && this.#flights.size === 0 && this.#pingedAt === undefined;
    const at = isIdle ? this.#heardAt + idleBeforePing : this.#clock.now() + tick;
    if (this.#watch !== undefined && this.#watch.at <= at) return;
    this.#watch?.cancel();
    const cancel = this.#clock.at(at, () => {
      this.#watch = undefined;
      // A late timer: this very process hung, and what arrived meanwhile is to be read first.
      if (this.#clock.now() - at < tick) this.#look();
      this.#watchOver();
    });
    this.#watch = { at, cancel };
  }

  #look(): void {
    const now = this.#clock.now();
    if (this.#state === 'connecting') {
      if (now - this.#begun >= connectWithin) this.close('no connection');
      return;
    }
    if (this.#pingedAt !== undefined && now - this.#pingedAt >= pingWithin) {
      this.close('no answer to PING');
      return;
    }
    for (const flight of [...this.#flights]) {
      if (now - flight.sentAt < answerWithin) break;
      flight.cancel();
    }
    const quiet = now - this.#heardAt;
    const waited = this.#longestWait();
    this.#isStuck = waited >= tick;
    const isDoubtful = Math.min(waited, quiet) >= quietBeforePing || quiet >= idleBeforePing;
    if (isDoubtful && this.#pingedAt === undefined) this.#ping(now);
    this.#listener.changed();
  }

  #ping(now: number): void {
    if (this.#http.destroyed) return;
    this.#pingedAt = now;
    this.#http.ping((error) => {
      this.#pingedAt = undefined;
      if (error === null) this.#heardAt = this.#clock.now();
    });
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
