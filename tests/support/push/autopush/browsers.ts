import { randomBytes, randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { outcomeOf, type FromBrowser, type Outcome } from './protocol';

/** A message on its way to a browser. */
export interface AutopushMessage {
  /** The subscription's endpoint. */
  readonly endpoint: string;
  readonly id: string;
  /** Seconds. */
  readonly ttl: number;
  readonly topic: string | null;
  readonly urgency: string | null;
  /** The encrypted body's length, in bytes. */
  readonly bytes: number;
  /** What the browser said of it; null: nothing yet. */
  outcome: Outcome | null;
}

/** A subscription of a browser. */
export interface Channel {
  readonly endpoint: string;
  /** The application server's key that it is bound to, base64url; null: anybody may send. */
  readonly key: string | null;
  readonly browser: Browser;
  readonly id: string;
}

interface Waiting {
  readonly message: AutopushMessage;
  readonly channelId: string;
  readonly body: Buffer;
}

interface Browser {
  readonly uaid: string;
  socket: WebSocket | null;
  waiting: readonly Waiting[];
}

/** The browsers that a push service knows, their subscriptions and what waits for them. */
export class Browsers {
  readonly #browsers = new Map<string, Browser>();
  /** By path. */
  readonly #channels = new Map<string, Channel>();
  readonly #messages: AutopushMessage[] = [];
  readonly #origin: string;

  /** @param origin of the endpoints */
  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Every message that was taken, in order. */
  get messages(): readonly AutopushMessage[] {
    return this.#messages;
  }

  /** Endpoints of the subscriptions that live. */
  get endpoints(): readonly string[] {
    return [...this.#channels.values()].map(({ endpoint }) => endpoint);
  }

  /** The subscription that an endpoint's path names. */
  channelAt(path: string): Channel | undefined {
    return this.#channels.get(path);
  }

  /** Answers a browser; `known` is who it said it is by `hello`. Gives who it is from then on. */
  hear(socket: WebSocket, known: Browser | null, said: FromBrowser): Browser | null {
    const answer = (told: object) => socket.send(JSON.stringify(told));
    if (!('messageType' in said)) {
      answer({});
      return known;
    }
    if (said.messageType === 'hello') {
      const browser = this.#greet(socket, said.uaid);
      const { uaid } = browser;
      answer({ messageType: 'hello', status: 200, uaid, use_webpush: true, broadcasts: {} });
      for (const waiting of browser.waiting) pass(socket, waiting);
      return browser;
    }
    if (!known) {
      socket.close();
      return null;
    }
    switch (said.messageType) {
      case 'register': {
        const pushEndpoint = this.#register(known, said.channelID, said.key);
        answer({ messageType: 'register', status: 200, channelID: said.channelID, pushEndpoint });
        break;
      }
      case 'unregister':
        this.#unregister(known, said.channelID);
        answer({ messageType: 'unregister', status: 200, channelID: said.channelID });
        break;
      case 'ack':
        for (const { version, code } of said.updates) acknowledge(known, version, outcomeOf(code));
        break;
      case 'nack':
        acknowledge(known, said.version, 'not_delivered');
        break;
      case 'broadcast_subscribe':
    }
    return known;
  }

  /** Takes a message for a subscription: passed on at once, kept for a browser that is away. */
  deliver(
    { browser, endpoint, id: channelId }: Channel,
    sent: Pick<AutopushMessage, 'ttl' | 'topic' | 'urgency'>,
    body: Buffer,
  ): AutopushMessage {
    const id = randomBytes(24).toString('base64url');
    const message = { ...sent, endpoint, id, bytes: body.length, outcome: null };
    this.#messages.push(message);
    const waiting = { message, channelId, body };
    if (browser.socket === null && message.ttl === 0) return message;
    // What comes later on a topic takes the place of what waits (RFC 8030, 5.4).
    const others = browser.waiting.filter(
      (each) =>
        each.channelId !== channelId ||
        message.topic === null ||
        each.message.topic !== message.topic,
    );
    browser.waiting = [...others, waiting];
    if (browser.socket) pass(browser.socket, waiting);
    return message;
  }

  #greet(socket: WebSocket, uaid: string | undefined): Browser {
    const found = this.#browsers.get(uaid ?? '');
    const browser = found ?? { uaid: randomUUID().replaceAll('-', ''), socket, waiting: [] };
    browser.socket = socket;
    this.#browsers.set(browser.uaid, browser);
    socket.once('close', () => {
      if (browser.socket === socket) browser.socket = null;
    });
    return browser;
  }

  #register(browser: Browser, id: string, key: string | undefined): string {
    const path = `/wpush/v2/${randomBytes(48).toString('base64url')}`;
    const endpoint = `${this.#origin}${path}`;
    const bound = key === undefined ? null : key.replace(/=+$/, '');
    this.#channels.set(path, { endpoint, key: bound, browser, id });
    return endpoint;
  }

  #unregister(browser: Browser, id: string): void {
    for (const [path, channel] of this.#channels) {
      if (channel.browser === browser && channel.id === id) this.#channels.delete(path);
    }
    browser.waiting = browser.waiting.filter(({ channelId }) => channelId !== id);
  }
}

function pass(socket: WebSocket, { message, channelId, body }: Waiting): void {
  socket.send(
    JSON.stringify({
      messageType: 'notification',
      channelID: channelId,
      version: message.id,
      ttl: message.ttl,
      headers: { encoding: 'aes128gcm' },
      data: body.toString('base64url'),
    }),
  );
}

function acknowledge(browser: Browser, id: string, outcome: Outcome): void {
  const found = browser.waiting.find(({ message }) => message.id === id);
  if (found) found.message.outcome = outcome;
  browser.waiting = browser.waiting.filter((each) => each !== found);
}
