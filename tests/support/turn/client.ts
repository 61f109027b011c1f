import { createHash } from 'node:crypto';
import { readXorAddress, writeFamily, writeXorAddress, type Address } from './address';
import {
  attributes,
  errorCodeOf,
  isSignedWith,
  isSuccess,
  readMessage,
  writeRequest,
  type Attribute,
  type Message,
  type Method,
} from './message';
import { openPipe, type Listening, type Pipe, type Transport } from './transport';

/** What a participant is given in `media.iceServers`. */
export interface TurnCredentials {
  readonly username: string;
  readonly credential: string;
}

/** What the relay made of a request: a refusal's code (RFC 8489, 14.8; RFC 8656, 19). */
export type TurnAnswer =
  { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly code: number };

/** What kind of relayed address is asked for. */
export interface AllocationWishes {
  readonly family?: 4 | 6;
  readonly protocol?: 'udp' | 'tcp';
}

/** An unanswered request over UDP is sent again after this, ms (RFC 8489, 6.2.1). */
const again = 500;
/** After this, ms, the relay counts as silent. */
const patience = 5_000;
/** What goes between the relay and the peer, by the numbers of IP (RFC 8656, 18.8; RFC 6062, 4.1). */
const protocols = { udp: 17, tcp: 6 } as const;

/** A client of a TURN server (RFC 8656), as far as the tests need one: it relays nothing. */
export class TurnClient {
  readonly #pipe: Pipe;
  readonly #transport: Transport;
  readonly #credentials: TurnCredentials;
  readonly #waiting = new Map<string, (bytes: Buffer) => void>();
  #challenge: { readonly realm: Buffer; readonly nonce: Buffer } | undefined;

  private constructor(pipe: Pipe, transport: Transport, credentials: TurnCredentials) {
    this.#pipe = pipe;
    this.#transport = transport;
    this.#credentials = credentials;
    pipe.onMessage((bytes) => {
      this.#waiting.get(bytes.subarray(8, 20).toString('hex'))?.(bytes);
    });
  }

  static async open(
    relay: Listening,
    transport: Transport,
    credentials: TurnCredentials,
  ): Promise<TurnClient> {
    return new TurnClient(await openPipe(transport, relay), transport, credentials);
  }

  /** Asks for a relayed address. */
  allocate({ family = 4, protocol = 'udp' }: AllocationWishes = {}): Promise<TurnAnswer> {
    return this.#ask('allocate', () => [
      ['requestedTransport', Buffer.from([protocols[protocol], 0, 0, 0])],
      // RFC 8656, 18.6: without it IPv4 is meant.
      ...(family === 6 ? ([['requestedAddressFamily', writeFamily(6)]] as const) : []),
    ]);
  }

  /** Asks that a peer may be heard and sent to; nothing is sent to it. */
  permit(ip: string): Promise<TurnAnswer> {
    return this.#ask('createPermission', (transaction) => [
      ['xorPeerAddress', writeXorAddress({ ip, port: 9 }, transaction)],
    ]);
  }

  /** Asks for a channel to a peer, the other way to it (RFC 8656, 12); nothing is sent to it. */
  bindChannel(ip: string): Promise<TurnAnswer> {
    return this.#ask('channelBind', (transaction) => [
      ['channelNumber', Buffer.from([0x40, 0, 0, 0])],
      ['xorPeerAddress', writeXorAddress({ ip, port: 9 }, transaction)],
    ]);
  }

  /** Keeps the allocation for so many seconds; 0 gives it back. */
  refresh(seconds: number): Promise<TurnAnswer> {
    const lifetime = Buffer.alloc(4);
    lifetime.writeUInt32BE(seconds);
    return this.#ask('refresh', () => [['lifetime', lifetime]]);
  }

  /** The address at which peers reach this client. */
  static relayedAddress({ attributes: found, transaction }: Message): Address {
    const value = found.get(attributes.xorRelayedAddress);
    if (value === undefined) throw new Error('The relay named no address.');
    return readXorAddress(value, transaction);
  }

  close(): void {
    this.#pipe.close();
  }

  /** Asks, and once more with what the relay wants signed (RFC 8489, 9.2). */
  async #ask(method: Method, values: Values): Promise<TurnAnswer> {
    const first = await this.#askOnce(method, values);
    const isChallenge = !first.ok && (first.code === 438 || (first.code === 401 && first.isFirst));
    return isChallenge ? this.#askOnce(method, values) : first;
  }

  async #askOnce(method: Method, values: Values) {
    const challenge = this.#challenge;
    const key = challenge && this.#keyIn(challenge.realm);
    const signing: Value[] = challenge
      ? [
          ['username', Buffer.from(this.#credentials.username)],
          ['realm', challenge.realm],
          ['nonce', challenge.nonce],
        ]
      : [];
    const { transaction, bytes } = writeRequest(
      method,
      (made) => [...values(made), ...signing],
      key,
    );
    const answer = await this.#send(transaction, bytes);
    const message = readMessage(answer);
    if (isSuccess(method, message)) {
      if (key && !isSignedWith(key, answer)) throw new Error('The relay did not sign its answer.');
      return { ok: true, message } as const;
    }
    const [realm, nonce] = [attributes.realm, attributes.nonce].map((name) =>
      message.attributes.get(name),
    );
    if (realm && nonce) this.#challenge = { realm, nonce };
    return { ok: false, code: errorCodeOf(method, message), isFirst: key === undefined } as const;
  }

  /** The key of long-term credentials (RFC 8489, 9.2.2). */
  #keyIn(realm: Buffer): Buffer {
    const { username, credential } = this.#credentials;
    return createHash('md5').update(`${username}:${realm.toString()}:${credential}`).digest();
  }

  #send(transaction: Buffer, bytes: Buffer): Promise<Buffer> {
    const name = transaction.toString('hex');
    return new Promise<Buffer>((resolve, reject) => {
      const repeat = setInterval(() => {
        if (this.#transport === 'udp') this.#pipe.send(bytes);
      }, again);
      const end = (): void => {
        clearInterval(repeat);
        clearTimeout(late);
        this.#waiting.delete(name);
      };
      const late = setTimeout(() => {
        end();
        reject(new Error('The relay did not answer.'));
      }, patience);
      this.#waiting.set(name, (answer) => {
        end();
        resolve(answer);
      });
      this.#pipe.send(bytes);
    });
  }
}

type Value = readonly [Attribute, Buffer];
type Values = (transaction: Buffer) => readonly Value[];
