import {
  constants,
  createSecureServer,
  type IncomingHttpHeaders,
  type Http2Session,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { makeCertificate, type LocalCertificate } from '../certificates';
import { Behaviours, type Behaviour, type BehaviourScope } from './behaviours';
import { checkRequest, deviceToken, type ApnsAnswer, type DeviceFacts } from './checks';
import { TokenCheck, type TeamKey } from './keys';

/** A push as the service got it. */
export interface ReceivedPush {
  /** When it was whole (ms since 1970). */
  readonly at: number;
  readonly token: string;
  readonly headers: IncomingHttpHeaders;
  /** Read as JSON; undefined where it is none. */
  readonly payload: unknown;
  /** Which connection it came on: 1 is the first. */
  readonly connection: number;
  /** How it was answered; null while it is not. */
  answer: ApnsAnswer | null;
}

/** What the service is to know, and how it is to be. */
export interface ApnsWishes {
  /** 0 and absent: a free one. */
  readonly port?: number;
  readonly keys: readonly TeamKey[];
  /** `<bundle id>.voip` and whatever else the team has. */
  readonly topics: readonly string[];
  /** Absent: one of its own. */
  readonly certificate?: LocalCertificate;
  /** Milliseconds since 1970; absent: the time of this machine. */
  readonly now?: () => number;
  /** Whether answers carry the header `date`; absent: not, as Apple's. */
  readonly dates?: boolean;
  /** Called with each push in place of keeping it. */
  readonly receive?: (push: ReceivedPush) => void;
}

/** Apple's push service as far as a provider sees it: HTTP/2 over TLS, on loopback. */
export interface ApnsServer {
  readonly url: string;
  /** PEM of whom its certificate is of. */
  readonly authority: string;
  /** All that came, oldest first, whether it was taken or not. */
  readonly pushes: readonly ReceivedPush[];
  /** What a client did that Apple forbids and no answer tells of. */
  readonly violations: readonly string[];
  /** How many connections were opened so far, and are open now. */
  readonly connections: { readonly opened: number; readonly open: number };
  /** How many PINGs came. */
  readonly pings: number;
  /** The oldest push that was not asked for yet. */
  nextPush(): Promise<ReceivedPush>;
  /** Behaves like that from now on, until the returned function is called. */
  behave(behaviour: Behaviour, scope?: BehaviourScope): () => void;
  know(token: string, facts: DeviceFacts): void;
  revoke(keyId: string): void;
  /** Breaks all connections off. */
  cut(): void;
  stop(): Promise<void>;
}

const streamsBefore = 1;
const streamsAfter = 1_000;
const renewedAtMost = 20 * 60_000;

interface Connection {
  readonly number: number;
  readonly session: ServerHttp2Session;
  /** Breaks it off without a word of HTTP/2. */
  readonly cut: () => void;
  open: number;
  isLeaving: boolean;
  /** The provider token that was taken, and when first (ms). */
  token: { readonly jwt: string; readonly team: string; readonly since: number } | undefined;
}

/** Starts the service. */
export async function startApns(wishes: ApnsWishes): Promise<ApnsServer> {
  const certificate = wishes.certificate ?? (await makeCertificate());
  const now = wishes.now ?? Date.now;
  const tokens = new TokenCheck(wishes.keys);
  const topics = new Set(wishes.topics);
  const devices = new Map<string, DeviceFacts>();
  const behaviours = new Behaviours();
  const connections = new Map<Http2Session, Connection>();
  const held = new Map<Behaviour, (() => void)[]>();
  const pushes: ReceivedPush[] = [];
  const violations: string[] = [];
  const awaited: ((push: ReceivedPush) => void)[] = [];
  let handed = 0;
  let opened = 0;
  let pings = 0;

  const server = createSecureServer({
    cert: certificate.certificate,
    key: certificate.privateKey,
    settings: { maxConcurrentStreams: streamsBefore, initialWindowSize: 65_535 },
    maxSessionMemory: 64,
  });

  let socket: TLSSocket | undefined;
  server.prependListener('secureConnection', (accepted: TLSSocket) => {
    socket = accepted;
  });
  server.on('session', (session) => {
    opened += 1;
    const cut = socket;
    connections.set(session, {
      number: opened,
      session,
      cut: () => cut?.destroy(),
      open: 0,
      isLeaving: false,
      token: undefined,
    });
    session.setLocalWindowSize(1 << 20);
    session.on('close', () => connections.delete(session));
    session.on('error', () => undefined);
    session.on('ping', () => (pings += 1));
    session.on('priority', () => violations.push('a PRIORITY frame'));
  });

  server.on('stream', (stream, headers) => {
    const connection = stream.session && connections.get(stream.session);
    if (!connection) return;
    connection.open += 1;
    stream.on('error', () => undefined);
    stream.on('close', () => {
      connection.open -= 1;
      // Node reads nothing any more after GOAWAY without streams, and would never see the client's end.
      if (connection.isLeaving && connection.open === 0) setImmediate(connection.cut);
    });
    if (connection.token === undefined && connection.open > streamsBefore) {
      violations.push('two streams before a provider token was accepted');
      stream.close(constants.NGHTTP2_REFUSED_STREAM);
      return;
    }
    let body = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => (body += chunk));
    stream.on('end', () => receive(connection, stream, headers, body));
  });

  function receive(
    connection: Connection,
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    body: string,
  ): void {
    const token = deviceToken(headers) ?? '';
    const push: ReceivedPush = {
      at: now(),
      token,
      headers,
      payload: readJson(body),
      connection: connection.number,
      answer: null,
    };
    if (wishes.receive) wishes.receive(push);
    else keep(push);
    const deserved =
      checkToken(connection, headers) ?? checkRequest(headers, body, topics, devices) ?? taken;
    act(behaviours.take(token), connection, stream, push, deserved);
  }

  function keep(push: ReceivedPush): void {
    pushes.push(push);
    const waiting = awaited.shift();
    if (!waiting) return;
    handed += 1;
    waiting(push);
  }

  function checkToken(connection: Connection, headers: IncomingHttpHeaders): ApnsAnswer | null {
    const verdict = tokens.check(headers.authorization, now() / 1_000);
    if (!verdict.ok) return { status: 403, reason: verdict.reason };
    const { jwt, team } = verdict;
    const before = connection.token;
    if (before?.jwt === jwt) return null;
    if (before && before.team !== team) return { status: 403, reason: 'InvalidProviderToken' };
    if (before && now() - before.since < renewedAtMost) {
      return { status: 429, reason: 'TooManyProviderTokenUpdates' };
    }
    connection.token = { jwt, team, since: now() };
    if (!before) connection.session.settings({ maxConcurrentStreams: streamsAfter });
    return null;
  }

  function act(
    behaviour: Behaviour | undefined,
    connection: Connection,
    stream: ServerHttp2Stream,
    push: ReceivedPush,
    deserved: ApnsAnswer,
  ): void {
    const answer = (given: ApnsAnswer) => {
      push.answer = given;
      respond(stream, push, given);
    };
    switch (behaviour?.kind) {
      case undefined:
        answer(deserved);
        return;
      case 'answer':
        answer({ ...behaviour });
        return;
      case 'delay':
        setTimeout(() => answer(deserved), behaviour.ms);
        return;
      case 'hold':
        held.set(behaviour, [...(held.get(behaviour) ?? []), () => answer(deserved)]);
        return;
      case 'cut':
        connection.cut();
        return;
      case 'goaway':
        connection.isLeaving = true;
        if (behaviour.unread) {
          connection.session.goaway(behaviour.code ?? 0, (stream.id ?? 0) - 2);
          return;
        }
        connection.session.goaway(behaviour.code ?? 0);
        answer(deserved);
    }
  }

  function respond(
    stream: ServerHttp2Stream,
    { headers }: ReceivedPush,
    { status, reason, timestamp }: ApnsAnswer,
  ): void {
    if (stream.destroyed || stream.closed) return;
    const head = {
      ':status': status,
      'apns-id': headers['apns-id'] ?? crypto.randomUUID().toUpperCase(),
      ...(wishes.dates ? { date: new Date(now()).toUTCString() } : {}),
    };
    if (reason === undefined) {
      stream.respond(head, { ...undated, endStream: true });
      return;
    }
    stream.respond(head, undated);
    stream.end(JSON.stringify({ reason, ...(timestamp === undefined ? {} : { timestamp }) }));
  }

  await new Promise<void>((listening) => {
    server.listen(wishes.port ?? 0, '127.0.0.1', listening);
  });
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;

  return {
    url: `https://127.0.0.1:${port}`,
    authority: certificate.authority,
    pushes,
    violations,
    get connections() {
      return { opened, open: connections.size };
    },
    get pings() {
      return pings;
    },
    nextPush: () => {
      const kept = pushes[handed];
      if (kept === undefined) return new Promise((arrived) => awaited.push(arrived));
      handed += 1;
      return Promise.resolve(kept);
    },
    behave: (behaviour, scope = {}) => {
      const end = behaviours.add(behaviour, scope);
      return () => {
        end();
        for (const answer of held.get(behaviour) ?? []) answer();
        held.delete(behaviour);
      };
    },
    know: (token, facts) => {
      devices.set(token, facts);
    },
    revoke: (keyId) => {
      tokens.revoke(keyId);
    },
    cut: () => {
      for (const { cut } of connections.values()) cut();
    },
    stop: async () => {
      const closed = new Promise((done) => server.close(done));
      for (const { session } of connections.values()) session.destroy();
      await closed;
    },
  };
}

const taken: ApnsAnswer = { status: 200 };

/** Node would add the header `date`, which Apple does not send. */
const undated = { endStream: false, sendDate: false };

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
